#include "testing.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "lookalike.h"
#include "mem.h"
#include "roster.h"

/* A list as words; "-" is one without a name. */
static void update(struct roster *r, const char *words)
{
	char *copy = mem_copy(words), *users[64];
	size_t n = 0;

	for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
		users[n++] = strcmp(word, "-") == 0 ? NULL : word;
	roster_update(r, (const char *const *)users, n);
	free(copy);
}

/* The changes as words: "+ann -bob cid>dan". */
static char *changes(struct roster *r)
{
	struct roster_change c;
	struct buf out = { 0 };

	while (roster_next(r, &c)) {
		if (buf_size(&out))
			buf_append_byte(&out, ' ');
		if (c.type == ROSTER_RENAME)
			buf_format(&out, "%s>%s", c.name, c.to);
		else
			buf_format(&out, "%c%s", c.type == ROSTER_JOIN ? '+' : '-', c.name);
	}
	return buf_take(&out);
}

static const struct {
	const char *old, *new, *changes;
} updates[] = {
	{ "", "", "" },
	{ "", "ann", "+ann" },
	{ "ann", "", "-ann" },
	{ "ann bob cid", "ann bob cid", "" },
	{ "ann bob cid", "ann bob cid dan", "+dan" },
	{ "ann bob cid", "bob cid", "-ann" },
	{ "ann bob cid", "ann cid", "-bob" },
	{ "ann bob cid", "ann bob", "-cid" },
	{ "ann bob cid", "ann eve cid", "bob>eve" },
	{ "ann bob cid", "eve bob cid", "ann>eve" },
	{ "ann bob cid", "ann bob eve", "cid>eve" },
	{ "ann", "eve", "ann>eve" },
	{ "ann -", "ann bob", "+bob" },
	{ "ann bob", "ann -", "-bob" },
	{ "- -", "-", "" },
	{ "ann", "ann - -", "" },
	{ "ann - bob", "ann bob", "" },
	{ "ann - -", "ann - bob -", "+bob" },
	{ "ann bob", "eve bob -", "ann>eve" },
	{ "ann bob", "eve bob cid", "ann>eve +cid" },
	{ "ann bob cid dan", "bob dan", "-ann -cid" },
	{ "ann bob cid", "cid", "-ann -bob" },
	{ "ann bob", "bob cid", "-ann +cid" },
	{ "ann bob cid", "bob cid dan eve", "-ann +dan +eve" },
	{ "ann bob cid", "cid bob ann", "" },
	{ "cid bob ann", "ann dan", "-cid -bob +dan" },
	{ "zoe ann mia", "x y", "-zoe -ann -mia +x +y" },
	{ "ann ann bob", "ann bob", "-ann" },
	{ "ann bob", "ann ann bob", "+ann" },
	{ "ann ann bob ann", "bob ann", "-ann -ann" },
	{ "a b c d", "a X c Y", "-b -d +X +Y" },
};

START_TEST(changes_are_told_from_two_lists)
{
	struct roster *r = roster_new();
	unsigned version;
	char *told;

	update(r, updates[_i].old);
	version = roster_version(r);
	update(r, updates[_i].new);
	told = changes(r);
	ck_assert_str_eq(told, updates[_i].changes);
	ck_assert_int_eq(roster_version(r) != version,
			 strcmp(updates[_i].old, updates[_i].new) != 0);
	free(told);
	roster_free(r);
}
END_TEST

START_TEST(the_list_is_the_servers)
{
	struct roster *r = roster_new();

	update(r, "ann - bob cid");
	update(r, "ann - eve cid dan");
	ck_assert_uint_eq(roster_count(r), 5);
	ck_assert_str_eq(roster_name(r, 0), "ann");
	ck_assert_ptr_null(roster_name(r, 1));
	ck_assert_str_eq(roster_name(r, 2), "eve");
	ck_assert_str_eq(roster_name(r, 3), "cid");
	ck_assert_str_eq(roster_name(r, 4), "dan");
	ck_assert(roster_has(r, "cid"));
	ck_assert(!roster_has(r, "bob"));
	roster_free(r);
}
END_TEST

START_TEST(the_first_list_of_a_connection_changes_nothing)
{
	struct roster *r = roster_new();
	char *told;

	update(r, "ann bob");
	told = changes(r);
	ck_assert_str_eq(told, "");
	free(told);
	roster_clear(r);
	ck_assert_uint_eq(roster_count(r), 0);
	update(r, "cid");
	told = changes(r);
	ck_assert_str_eq(told, "");
	free(told);
	update(r, "cid dan");
	told = changes(r);
	ck_assert_str_eq(told, "+dan");
	free(told);
	roster_free(r);
}
END_TEST

/* The changes of random walks, applied to a bag of names, lead to the new list. */
START_TEST(joins_and_leaves_balance)
{
	struct roster *r = roster_new();
	uint32_t seed = 1;
	int here[8] = { 0 };

	roster_update(r, NULL, 0);
	for (int round = 0; round < 20000; round++) {
		static const char *const names[] = { "a", "b", "c", "d", "e", "f", "g", "h" };
		const char *users[8];
		struct roster_change c;
		int listed[8] = { 0 };
		size_t n = 0;

		for (int i = 0; i < 8; i++) {
			seed = seed * 1664525 + 1013904223;
			if (seed >> 29 < 5)
				users[n++] = seed >> 29 ? names[(seed >> 16) % 8] : NULL;
		}
		for (size_t i = 0; i < n; i++)
			if (users[i])
				listed[*users[i] - 'a']++;
		roster_update(r, users, n);
		while (roster_next(r, &c)) {
			here[*c.name - 'a'] += c.type == ROSTER_JOIN ? 1 : -1;
			if (c.type == ROSTER_RENAME)
				here[*c.to - 'a']++;
		}
		ck_assert_mem_eq(here, listed, sizeof here);
	}
	roster_free(r);
}
END_TEST

START_TEST(names_have_a_key_and_a_look)
{
	struct roster *r = roster_new();

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	update(r, "Ann - \u202eÉVA");
	ck_assert_str_eq(roster_key(r, 0), "ann");
	ck_assert_ptr_null(roster_key(r, 1));
	ck_assert_str_eq(roster_key(r, 2), "éva");
	ck_assert_str_eq(roster_name(r, 2), "\u202eÉVA");
	ck_assert_uint_eq(roster_look(r, 0), lookalike_hash("ANN"));
	ck_assert_uint_eq(roster_look(r, 1), 0);
	roster_free(r);
}
END_TEST

START_TEST(ten_thousand_names_and_one_change_cost_little)
{
	enum { MANY = 10000, ROUNDS = 200 };
	static char names[MANY][16];
	static const char *users[MANY];
	struct roster *r = roster_new();
	uint64_t began;

	for (size_t i = 0; i < MANY; i++) {
		snprintf(names[i], sizeof names[i], "user%zu", i);
		users[i] = names[i];
	}
	roster_update(r, users, MANY);
	began = testing_cpu_time();
	for (size_t i = 0; i < ROUNDS; i++) {
		users[MANY / 2] = i % 2 ? "eve" : "mal";
		roster_update(r, users, MANY);
	}
	/* 1 ms each: measured 0.1 ms, and 0.5 ms under sanitizers. */
	ck_assert_uint_lt(testing_cpu_time() - began, 1000 * ROUNDS);
	began = testing_cpu_time();
	roster_update(r, users, MANY / 2);
	for (size_t i = 0; i < MANY / 2; i++)
		users[i] = names[MANY - 1 - i];
	roster_update(r, users, MANY / 2);
	ck_assert_uint_lt(testing_cpu_time() - began, 1000000);
	roster_free(r);
}
END_TEST

TESTING_MAIN("roster", TESTING_LOOP(changes_are_told_from_two_lists, COUNT(updates)),
	     TESTING(the_list_is_the_servers),
	     TESTING(the_first_list_of_a_connection_changes_nothing),
	     TESTING(joins_and_leaves_balance), TESTING(names_have_a_key_and_a_look),
	     TESTING(ten_thousand_names_and_one_change_cost_little))
