#include "term_unsure.h"

/* Wide in all terminals: ideographs, kana, Hangul syllables, full-width forms. Others are emoji,
 * new or not yet drawn wide by many, and conjoining jamo. */
static const struct {
	uint32_t first, last;
} wide[] = {
	{ 0x2E80, 0x303E }, { 0x3041, 0xA4CF }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF },
	{ 0xFE30, 0xFE6F }, { 0xFF01, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x20000, 0x3FFFD },
};

static bool is_surely_wide(uint32_t c)
{
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (c >= wide[i].first && c <= wide[i].last)
			return true;
	return false;
}

/* The letters that make flags keep together. Format characters that are shown, private ones, and
 * what is beyond the first plane have one cell here, and two or none elsewhere. */
static bool is_surely_narrow(uint32_t c)
{
	bool flag = c >= 0x1F1E6 && c <= 0x1F1FF;
	bool format = (c >= 0x600 && c <= 0x605) || c == 0x6DD || c == 0x70F || c == 0x8E2;
	bool own = c >= 0xE000 && c <= 0xF8FF;

	return flag || (c < 0x10000 && !format && !own);
}

/* Many a terminal has older tables of what combines, and gives marks of other scripts a cell. */
bool term_unsure(const struct grid_cell *cell)
{
	if (cell->marks[0])
		return true;
	return cell->width == 2 ? !is_surely_wide(cell->base)
				: cell->width == 1 && !is_surely_narrow(cell->base);
}

bool term_unsure_any(const struct grid *grid)
{
	for (int i = 0; i < grid->rows * grid->cols; i++)
		if (term_unsure(&grid->cells[i]))
			return true;
	return false;
}
