# Makes data/themes a part of the program: prints the C of theme_texts[] (theme_private.h).

BEGIN { print "#include \"theme_private.h\"\n\nconst struct theme_text theme_texts[] = {" }
FNR == 1 {
    name = FILENAME
    gsub(/.*\/|\.theme$/, "", name)
    print (NR > 1 ? "},\n" : "") "{ \"" name "\","
}
{
    gsub(/[\\"]/, "\\\\&")
    print "\"" $0 "\\n\""
}
END { print "},\n{ 0 },\n};" }
