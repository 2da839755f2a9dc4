/*
 * screen_mouse - what a click and the wheel do, by where they are.
 */
#ifndef SCREEN_MOUSE_H
#define SCREEN_MOUSE_H

struct screen;

void screen_mouse_click(struct screen *, int row, int col);
void screen_mouse_wheel(struct screen *, int row, int col, int rows);

#endif
