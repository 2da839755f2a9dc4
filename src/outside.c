#include "outside.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "files.h"
#include "mem.h"

#define WORDS_MAX 32

#ifdef __APPLE__
#define OPENER "open"
#else
#define OPENER "xdg-open"
#endif

/* In the child, where memory may be in use by a thread that is not there: nothing is allocated. */

static void default_signals(void)
{
	sigset_t none;

	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void take_descriptors(int input)
{
	int null = open("/dev/null", O_RDWR);

	dup2(input < 0 ? null : input, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	if (null > STDERR_FILENO)
		close(null);
}

/* A child of a child is nobody's to wait for. */
static void become(char *const *words, int input, int told)
{
	char failed = 1;

	setsid();
	if (fork() != 0)
		_exit(0);
	take_descriptors(input);
	default_signals();
	execvp(words[0], words);
	_exit(write(told, &failed, 1) != 1);
}

/* The pipe closes when the program has taken the child's place. INPUT may be -1. */
static bool start(char *const *words, int input)
{
	int ends[2], status;
	char failed;
	ssize_t n;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC))
		return false;
	pid = fork();
	if (pid == 0)
		become(words, input, ends[1]);
	close(ends[1]);
	if (pid > 0)
		waitpid(pid, &status, 0);
	n = read(ends[0], &failed, 1);
	close(ends[0]);
	return pid > 0 && n == 0;
}

/* Browsers. */

/* COMMAND in words, its %s being the URI; the caller frees each. */
static size_t split(char *command, const char *uri, char *words[WORDS_MAX + 1])
{
	bool named = false;
	size_t count = 0;
	char *rest, *word = strtok_r(command, " \t", &rest);

	for (; word && count < WORDS_MAX - 1; word = strtok_r(NULL, " \t", &rest)) {
		char *place = strstr(word, "%s");

		words[count++] = place ? mem_format("%.*s%s%s", (int)(place - word), word, uri,
						    place + 2)
				       : mem_copy(word);
		named = named || place;
	}
	if (count && !named)
		words[count++] = mem_copy(uri);
	words[count] = NULL;
	return count;
}

static bool try_command(char *command, const char *uri)
{
	char *words[WORDS_MAX + 1];
	size_t count = split(command, uri, words);
	bool started = count && start(words, -1);

	while (count)
		free(words[--count]);
	return started;
}

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

static bool has_desktop(void)
{
#ifdef __APPLE__
	return !is_set("SSH_CONNECTION");
#else
	return is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
#endif
}

bool outside_browse(const char *uri)
{
	bool named = is_set("BROWSER"), started = false;
	char *list = mem_copy(named ? getenv("BROWSER") : OPENER), *rest;

	if (named || has_desktop())
		for (char *command = strtok_r(list, ":", &rest); command && !started;
		     command = strtok_r(NULL, ":", &rest))
			started = try_command(command, uri);
	free(list);
	return started;
}

/* tmux. */

bool outside_tmux_copy(const void *text, size_t n)
{
	char *words[] = { "tmux", "load-buffer", "-w", "-", NULL };
	int input = is_set("TMUX") ? memfd_create("copy", MFD_CLOEXEC) : -1;
	bool started = input >= 0 && files_write(input, text, n) &&
		       lseek(input, 0, SEEK_SET) == 0 && start(words, input);

	if (input >= 0)
		close(input);
	return started;
}
