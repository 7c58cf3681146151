// libedit's native interface for Swift: its variadic functions as typed ones.
#ifndef DSQL_CEDITLINE_SHIM_H
#define DSQL_CEDITLINE_SHIM_H

#include <histedit.h>
#include <locale.h>
#include <stddef.h>
#include <stdio.h>
#include <wchar.h>

typedef char *(*dsql_prompt_function)(EditLine *);
typedef unsigned char (*dsql_key_function)(EditLine *, int);
typedef int (*dsql_read_function)(EditLine *, wchar_t *);

// Characters between two of these take no cells in a prompt.
static const char dsql_prompt_escape = '\1';

static inline void dsql_use_utf8(void) { (void)setlocale(LC_CTYPE, "C.UTF-8"); }

static inline int dsql_set_prompt(EditLine *line, dsql_prompt_function prompt) {
  return el_set(line, EL_PROMPT_ESC, prompt, dsql_prompt_escape);
}

static inline int dsql_set_client_data(EditLine *line, void *data) {
  return el_set(line, EL_CLIENTDATA, data);
}

static inline void *dsql_client_data(EditLine *line) {
  void *data = NULL;
  return el_get(line, EL_CLIENTDATA, &data) == 0 ? data : NULL;
}

static inline int dsql_set_emacs_keys(EditLine *line) {
  return el_set(line, EL_EDITOR, "emacs");
}

// Signals are the program's own business.
static inline int dsql_leave_signals(EditLine *line) { return el_set(line, EL_SIGNAL, 0); }

// While a line is edited, the keys that make signals arrive as characters.
static inline int dsql_take_signal_keys(EditLine *line) {
  return el_set(line, EL_SETTY, "-d", "-isig", (char *)NULL);
}

static inline int dsql_add_function(
    EditLine *line, const char *name, const char *help, dsql_key_function function) {
  return el_set(line, EL_ADDFN, name, help, function);
}

static inline int dsql_bind(EditLine *line, const char *keys, const char *function) {
  return el_set(line, EL_BIND, keys, function, (char *)NULL);
}

static inline int dsql_set_read_function(EditLine *line, dsql_read_function function) {
  return el_set(line, EL_GETCFN, function);
}

static inline int dsql_prepare_terminal(EditLine *line, int edits) {
  return el_set(line, EL_PREP_TERM, edits);
}

static inline int dsql_redraw(EditLine *line) { return el_set(line, EL_REFRESH); }

static inline int dsql_set_terminal(EditLine *line, const char *name) {
  return el_set(line, EL_TERMINAL, name);
}

static inline int dsql_set_history(EditLine *line, HistoryW *entries) {
  return el_wset(line, EL_HIST, history_w, entries);
}

static inline int dsql_history_limit(HistoryW *entries, int count) {
  HistEventW event;
  return history_w(entries, &event, H_SETSIZE, count);
}

static inline int dsql_history_add(HistoryW *entries, const wchar_t *text) {
  HistEventW event;
  return history_w(entries, &event, H_ENTER, text);
}

#endif
