#include "testing.h"

#include <string.h>
#include <sys/stat.h>

#include "scratch.h"
#include "themes.h"

/* A user's directory of themes, and an installed one. */
struct rig {
	char *home;
	struct error error;
	struct theme theme;
};

static void make_directory(const struct rig *r, const char *name)
{
	char *path = mem_format("%s/%s", r->home, name);

	ck_assert_int_eq(mkdir(path, 0700), 0);
	free(path);
}

static void rig_open(struct rig *r)
{
	*r = (struct rig){ .home = scratch_new() };
	setenv("XDG_CONFIG_HOME", r->home, 1);
	setenv("WSCHAT_DATADIR", r->home, 1);
	make_directory(r, "wschat");
	make_directory(r, "wschat/themes");
	make_directory(r, "themes");
}

static void put(const struct rig *r, const char *name, const char *text)
{
	char *path = mem_format("%s/%s", r->home, name);

	scratch_write(path, text, strlen(text));
	free(path);
}

static bool load(struct rig *r, const char *name)
{
	r->error = (struct error){ 0 };
	return themes_load(&r->theme, name, &r->error);
}

static void assert_own(struct rig *r, const char *name, int color)
{
	ck_assert_msg(load(r, name), "%s", r->error.detail);
	ck_assert_int_eq(r->theme.looks[GRID_OWN].color, color);
}

START_TEST(ones_own_stand_before_the_installed_and_these_before_the_built_in)
{
	struct rig r;

	rig_open(&r);
	assert_own(&r, "dark", THEME_DEFAULT);
	put(&r, "themes/dark.theme", "own = red");
	put(&r, "themes/shared.theme", "own = blue");
	assert_own(&r, "dark", 1);
	assert_own(&r, "shared", 4);
	put(&r, "wschat/themes/dark.theme", "own = green");
	put(&r, "wschat/themes/mine.theme", "base = light\nown = cyan");
	assert_own(&r, "dark", 2);
	assert_own(&r, "mine", 6);
	assert_own(&r, "light", THEME_DEFAULT);
	scratch_free(r.home);
}
END_TEST

START_TEST(an_unknown_one_is_refused_with_those_that_there_are)
{
	struct rig r;

	rig_open(&r);
	put(&r, "themes/zebra.theme", "");
	put(&r, "wschat/themes/dark.theme", "");
	put(&r, "wschat/themes/.hidden.theme", "");
	put(&r, "wschat/themes/README", "");
	put(&r, "wschat/themes/.theme", "");
	ck_assert(!load(&r, "pink"));
	ck_assert_int_eq(r.error.code, ERROR_THEME_UNKNOWN);
	ck_assert_str_eq(r.error.detail,
			 "pink (auto, contrast, dark, dusk, light, mono, paper, zebra)");
	scratch_free(r.home);
}
END_TEST

START_TEST(what_is_wrong_with_a_file_is_told)
{
	struct rig r;
	char *path;

	rig_open(&r);
	put(&r, "wschat/themes/dark.theme", "own = red\npink = blue\n");
	ck_assert(!load(&r, "dark"));
	ck_assert_int_eq(r.error.code, ERROR_THEME_STYLE);
	path = mem_format("%s/wschat/themes/dark.theme:2: pink", r.home);
	ck_assert_str_eq(r.error.detail, path);
	free(path);
	make_directory(&r, "wschat/themes/light.theme");
	ck_assert(!load(&r, "light"));
	ck_assert_int_eq(r.error.code, ERROR_THEME_FILE);
	ck_assert_ptr_nonnull(strstr(r.error.detail, "/light.theme: "));
	scratch_free(r.home);
}
END_TEST

START_TEST(no_file_is_needed)
{
	struct rig r;

	rig_open(&r);
	scratch_free(r.home);
	ck_assert(load(&r, "dark") && load(&r, "paper"));
	ck_assert(!load(&r, "auto"));
}
END_TEST

/* What is installed is what is built in. */
START_TEST(the_files_are_those_that_are_built_in)
{
	const char *source = getenv("srcdir"), *name;
	char *data = mem_format("%s/data", source ? source : "..");

	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	setenv("WSCHAT_DATADIR", data, 1);
	for (size_t i = 0; (name = theme_builtin_name(i)); i++) {
		char *path = mem_format("%s/themes/%s.theme", data, name);
		struct theme built_in, file;

		ck_assert_int_eq(access(path, R_OK), 0);
		ck_assert(theme_builtin(&built_in, name));
		ck_assert(themes_load(&file, name, NULL));
		ck_assert(!memcmp(&file, &built_in, sizeof file));
		free(path);
	}
	free(data);
}
END_TEST

START_TEST(the_manual_lists_every_style)
{
	const char *source = getenv("srcdir");
	char *path = mem_format("%s/data/wschat.1", source ? source : "..");
	FILE *file = fopen(path, "r");
	char *text = mem_new(1, 1 << 20), *manual;

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_gt(fread(text, 1, (1 << 20) - 1, file), 0);
	manual = strstr(text, ".Ss Themes");
	ck_assert_ptr_nonnull(manual);
	*strstr(manual, ".Ss Line mode") = 0;
	for (int style = 0; style < GRID_STYLES; style++)
		ck_assert_ptr_nonnull(strstr(manual, theme_style_name((enum grid_style)style)));
	free(text);
	fclose(file);
	free(path);
}
END_TEST

TESTING_MAIN("themes", TESTING(ones_own_stand_before_the_installed_and_these_before_the_built_in),
	     TESTING(an_unknown_one_is_refused_with_those_that_there_are),
	     TESTING(what_is_wrong_with_a_file_is_told), TESTING(no_file_is_needed),
	     TESTING(the_files_are_those_that_are_built_in), TESTING(the_manual_lists_every_style))
