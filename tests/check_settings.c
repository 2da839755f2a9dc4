#include "testing.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "scratch.h"
#include "settings.h"

/* Who we are here: 0, or somebody else. */
static uid_t added_uid;

uid_t geteuid(void)
{
	return (uid_t)syscall(SYS_geteuid) + added_uid;
}

/* Loads a command line in a home with this configuration file (NULL: none). */
struct rig {
	char *home, *path;
	struct options options;
	struct error error;
	bool ok;
};

static void rig_open(struct rig *r, const char *config)
{
	char *directory;

	r->home = scratch_new();
	directory = mem_format("%s/wschat", r->home);
	r->path = mem_format("%s/config", directory);
	setenv("XDG_CONFIG_HOME", r->home, 1);
	ck_assert_int_eq(mkdir(directory, 0700), 0);
	if (config)
		scratch_write(r->path, config, strlen(config));
	free(directory);
}

static void load(struct rig *r, const char *argument)
{
	char *argv[] = { (char *)"wschat", (char *)argument, NULL };

	r->error = (struct error){ 0 };
	r->ok = settings_load(&r->options, argument ? 2 : 1, argv, &r->error);
}

static void rig_close(struct rig *r)
{
	options_free(&r->options);
	scratch_free(r->home);
	free(r->path);
}

START_TEST(no_file_is_needed)
{
	struct rig r;

	rig_open(&r, NULL);
	setenv("LOGNAME", "ann", 1);
	load(&r, NULL);
	ck_assert(r.ok);
	ck_assert_str_eq(r.options.url, "ws://localhost:6502/");
	ck_assert_str_eq(r.options.name, "ann");
	rig_close(&r);
}
END_TEST

START_TEST(the_command_line_stands_over_the_file)
{
	struct rig r;

	rig_open(&r, "name = bob\nscrollback = 77\n");
	load(&r, "--name=eve");
	ck_assert(r.ok);
	ck_assert_str_eq(r.options.name, "eve");
	ck_assert_uint_eq(r.options.scrollback, 77);
	rig_close(&r);
}
END_TEST

START_TEST(a_file_that_others_may_write_is_refused)
{
	struct rig r;

	rig_open(&r, "name = bob\n");
	ck_assert_int_eq(chmod(r.path, 0666), 0);
	load(&r, NULL);
	ck_assert(!r.ok);
	ck_assert_int_eq(r.error.code, ERROR_CONFIG_OPEN_TO_ALL);
	rig_close(&r);
}
END_TEST

START_TEST(a_file_of_somebody_else_is_refused)
{
	struct rig r;

	rig_open(&r, "name = bob\n");
	ck_assert_int_eq(chmod(r.path, 0644), 0);
	/* Root's own is trusted by all: what root says they cannot withstand anyway. */
	if (!geteuid())
		ck_assert_int_eq(chown(r.path, 4242, (gid_t)-1), 0);
	added_uid = 1;
	load(&r, NULL);
	ck_assert(!r.ok);
	ck_assert_int_eq(r.error.code, ERROR_CONFIG_FOREIGN);
	rig_close(&r);
}
END_TEST

START_TEST(a_file_that_the_group_may_write_is_refused)
{
	struct rig r;

	rig_open(&r, "name = bob\n");
	ck_assert_int_eq(chmod(r.path, 0660), 0);
	load(&r, NULL);
	ck_assert(!r.ok);
	ck_assert_int_eq(r.error.code, ERROR_CONFIG_OPEN_TO_ALL);
	ck_assert_str_eq(r.error.detail, r.path);
	rig_close(&r);
}
END_TEST

START_TEST(a_wrong_line_is_named)
{
	struct rig r;

	rig_open(&r, "# fine\nname = bob\nscrollback = many\n");
	load(&r, NULL);
	ck_assert(!r.ok);
	ck_assert_int_eq(r.error.code, ERROR_CONFIG_LINE);
	ck_assert_ptr_nonnull(strstr(r.error.detail, "config:3: scrollback (1-10000000)"));
	rig_close(&r);
}
END_TEST

START_TEST(an_unknown_key_is_no_failure)
{
	struct rig r;

	rig_open(&r, "colour = red\nname = bob\n");
	load(&r, NULL);
	ck_assert(r.ok);
	ck_assert_str_eq(r.options.name, "bob");
	ck_assert_uint_eq(r.options.unknown_count, 1);
	rig_close(&r);
}
END_TEST

START_TEST(a_file_that_was_named_must_be_there)
{
	struct rig r;

	rig_open(&r, NULL);
	load(&r, "--config=/nowhere/config");
	ck_assert(!r.ok);
	ck_assert_int_eq(r.error.code, ERROR_CONFIG_FILE);
	rig_close(&r);
}
END_TEST

START_TEST(headers_are_read_from_a_file)
{
	struct rig r;
	char *headers, *argument;

	rig_open(&r, NULL);
	headers = mem_format("%s/headers", r.home);
	argument = mem_format("--header=@%s", headers);
	scratch_write(headers, "Authorization: Bearer x\r\n\nX-Room: 1", 36);
	load(&r, argument);
	ck_assert(r.ok);
	ck_assert_uint_eq(r.options.header_count, 2);
	ck_assert_str_eq(r.options.headers[0], "Authorization: Bearer x");
	ck_assert_str_eq(r.options.headers[1], "X-Room: 1");
	free(headers);
	free(argument);
	rig_close(&r);
}
END_TEST

static const char *proxy_of(const struct options *o)
{
	const char *proxy;
	struct url url;

	ck_assert(url_parse(&url, o->url, NULL));
	proxy = settings_proxy(o, &url);
	url_free(&url);
	return proxy;
}

static void change(struct rig *r, const char *name, const char *value)
{
	enum options_effect effect;

	ck_assert(settings_change(&r->options, name, value, &effect, &r->error));
}

static void assert_saved_in(struct rig *r, const char *file, const char *text)
{
	char *path, *saved;
	ck_assert(settings_save(&r->options, &path, &r->error));
	ck_assert_str_eq(path, file);
	saved = scratch_read(path);
	ck_assert_str_eq(saved, text);
	free(saved);
	free(path);
}

static void assert_saved(struct rig *r, const char *text)
{
	assert_saved_in(r, r->path, text);
}

/* In line mode too, which would save what the screen then does not start with. */
START_TEST(a_theme_that_is_set_must_be_there)
{
	enum options_effect effect;
	struct rig r;

	rig_open(&r, NULL);
	load(&r, NULL);
	change(&r, "theme", "light");
	change(&r, "theme", "auto");
	ck_assert(!settings_change(&r.options, "theme", "nosuch", &effect, &r.error));
	ck_assert_int_eq(r.error.code, ERROR_THEME_UNKNOWN);
	rig_close(&r);
}
END_TEST

START_TEST(what_was_set_is_saved_beside_the_rest)
{
	struct rig r;

	rig_open(&r, "# mine\nname = ann\ncolor = auto\n");
	load(&r, "--name=bob");
	change(&r, "color", "never");
	assert_saved(&r, "# mine\nname = ann\ncolor = never\n");
	change(&r, "log", "yes");
	assert_saved(&r, "# mine\nname = ann\ncolor = never\nlog = yes\n");
	rig_close(&r);
}
END_TEST

START_TEST(a_new_file_is_private_and_an_old_one_keeps_its_mode)
{
	struct rig r;
	struct stat st;

	rig_open(&r, _i ? "" : NULL);
	if (_i)
		ck_assert_int_eq(chmod(r.path, 0640), 0);
	load(&r, NULL);
	change(&r, "color", "never");
	assert_saved(&r, "color = never\n");
	ck_assert_int_eq(stat(r.path, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, _i ? 0640 : 0600);
	rig_close(&r);
}
END_TEST

START_TEST(a_link_stays_one_when_saving)
{
	struct rig r;
	struct stat st;
	char *target;

	rig_open(&r, NULL);
	target = mem_format("%s/dotfile", r.home);
	scratch_write(target, "color = auto\n", 13);
	ck_assert_int_eq(symlink(target, r.path), 0);
	load(&r, NULL);
	change(&r, "color", "never");
	assert_saved_in(&r, target, "color = never\n");
	ck_assert_int_eq(lstat(r.path, &st), 0);
	ck_assert(S_ISLNK(st.st_mode));
	free(target);
	rig_close(&r);
}
END_TEST

START_TEST(a_file_that_others_may_write_is_not_saved_to)
{
	struct rig r;
	char *path;

	rig_open(&r, "color = auto\n");
	load(&r, NULL);
	change(&r, "color", "never");
	ck_assert_int_eq(chmod(r.path, 0666), 0);
	ck_assert(!settings_save(&r.options, &path, &r.error));
	ck_assert_int_eq(r.error.code, ERROR_CONFIG_OPEN_TO_ALL);
	rig_close(&r);
}
END_TEST

START_TEST(what_cannot_be_saved_is_told)
{
	struct rig r;
	char *path;

	rig_open(&r, NULL);
	load(&r, NULL);
	change(&r, "color", "never");
	setenv("XDG_CONFIG_HOME", "/dev/null", 1);
	ck_assert(!settings_save(&r.options, &path, &r.error));
	ck_assert_int_eq(r.error.code, ERROR_CONFIG_SAVE);
	ck_assert_str_eq(r.error.detail, "/dev/null/wschat/config: Not a directory");
	rig_close(&r);
}
END_TEST

START_TEST(the_environment_names_a_proxy)
{
	struct rig r;

	rig_open(&r, NULL);
	setenv("wss_proxy", "http://proxy:3128", 1);
	load(&r, "wss://chat.example.org/");
	ck_assert_str_eq(proxy_of(&r.options), "http://proxy:3128");
	options_free(&r.options);
	load(&r, "wss://localhost/");
	ck_assert_ptr_null(proxy_of(&r.options));
	options_free(&r.options);
	load(&r, "--proxy=");
	ck_assert_ptr_null(proxy_of(&r.options));
	rig_close(&r);
}
END_TEST

TESTING_MAIN("settings", TESTING(no_file_is_needed), TESTING(the_command_line_stands_over_the_file),
	     TESTING(a_file_that_others_may_write_is_refused),
	     TESTING(a_file_of_somebody_else_is_refused),
	     TESTING(a_file_that_the_group_may_write_is_refused), TESTING(a_wrong_line_is_named),
	     TESTING(an_unknown_key_is_no_failure), TESTING(a_file_that_was_named_must_be_there),
	     TESTING(headers_are_read_from_a_file), TESTING(a_theme_that_is_set_must_be_there),
	     TESTING(what_was_set_is_saved_beside_the_rest),
	     TESTING_LOOP(a_new_file_is_private_and_an_old_one_keeps_its_mode, 2),
	     TESTING(a_link_stays_one_when_saving),
	     TESTING(a_file_that_others_may_write_is_not_saved_to),
	     TESTING(what_cannot_be_saved_is_told), TESTING(the_environment_names_a_proxy))
