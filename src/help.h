/*
 * help - what --help and --version print.
 */
#ifndef HELP_H
#define HELP_H

void help_print_usage(void);
void help_print_version(const char *program);

#endif
