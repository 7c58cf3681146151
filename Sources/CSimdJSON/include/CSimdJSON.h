// Decodes answers of the Data Service into columns, behind plain C.
//
// A shape says which values are wanted and as what; decoding an answer by it gives a page, which
// owns all buffers that its accessors point into until `csj_page_free`. A page's buffers never
// change, and a shape may serve many answers, one at a time.
#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// What a column's values become. Integers come by `csj_page_integers`, CSJDouble by
// `csj_page_doubles`, everything else by `csj_page_bytes` and `csj_page_offsets`.
typedef enum {
  CSJBoolean,    // integers: 0 or 1
  CSJInteger,    // integers
  CSJDecimal,    // bytes: plain digits, no exponent, at least `scale` decimals
  CSJDouble,     // doubles
  CSJText,       // bytes: the text; a value of another JSON type by its JSON
  CSJDate,       // integers: days since 1970-01-01
  CSJTimestamp,  // integers: units of 100 ns since 1970 in UTC
  CSJUUID,       // bytes: lower case with hyphens; of an object its Id
  CSJChoice,     // integers: the number; of an object its NumberId
  CSJChoices,    // bytes: the numbers with commas between them
  CSJFile,       // bytes: name, size in digits and type with U+001F between them; what the answer
                 // lacks is empty, but without a name the id stands in its place
} CSJKind;

// What the keys of a record can show, so that a caller sees what the service made of a query.
typedef enum {
  CSJAnyKey,      // it has a key
  CSJIdKey,       // one is Id, in any letter case
  CSJDottedKey,   // one has a dot
  CSJWatchedKey,  // one is among those that `csj_shape_add_watched` named, in any letter case
} CSJKeySign;

// What the whole answer is.
typedef enum {
  CSJPage,    // {"totalRecordCount": n, "value": [...]}, or a bare array of records
  CSJBatch,   // {"successRecords": [...], "failureRecords": [...]}
  CSJRecord,  // one record
} CSJForm;

typedef struct CSJShape CSJShape;
typedef struct CSJResult CSJResult;

// NULL only when memory is short.
CSJShape *csj_shape_new(void);
void csj_shape_free(CSJShape *shape);
// Adds a column and answers false when memory is short; its path follows key by key.
//
// A key of the answer that is the column's is taken for it; where an object has none, one that
// differs in the letter case of ASCII is.
bool csj_shape_add_column(CSJShape *shape, CSJKind kind, int32_t scale);
// Adds a key (UTF-8, unescaped) to the path of the column added last.
bool csj_shape_add_key(CSJShape *shape, const char *key, size_t length);

// Names a key of the record that `csj_page_rows_with` is to be asked about.
bool csj_shape_add_watched(CSJShape *shape, const char *key, size_t length);

// Decodes an answer. NULL only when memory is short; otherwise `csj_page_error` tells whether the
// page can be used.
CSJResult *csj_decode(CSJShape *shape, CSJForm form, const uint8_t *bytes, size_t length);
void csj_page_free(CSJResult *page);

// Why the answer cannot be read, NULL when it was read. Lives as long as the page.
const char *csj_page_error(const CSJResult *page);
size_t csj_page_row_count(const CSJResult *page);
// The service's count of all matching records, -1 where the answer has none.
int64_t csj_page_total(const CSJResult *page);
// One bit for each row, 64 to a word, lowest first; a set bit is NULL.
const uint64_t *csj_page_nulls(const CSJResult *page, size_t column);
// NULL for columns of another storage.
const int64_t *csj_page_integers(const CSJResult *page, size_t column);
const double *csj_page_doubles(const CSJResult *page, size_t column);
const uint8_t *csj_page_bytes(const CSJResult *page, size_t column);
// Where each row begins in the bytes, and one more where the last one ends.
const int32_t *csj_page_offsets(const CSJResult *page, size_t column);

// The first value that does not fit its column; false where all fit.
bool csj_page_fault(const CSJResult *page, size_t *row, size_t *column);
// The JSON of that value, cut short where it is long.
const char *csj_page_fault_text(const CSJResult *page, size_t *length);

// How many records have keys of a sort.
size_t csj_page_rows_with(const CSJResult *page, CSJKeySign sign);
// The first place where a path goes on and the answer has neither an object nor null: a related
// record that was not filled in. False where there is none.
bool csj_page_unfilled(const CSJResult *page, size_t *row, size_t *column);

// For batches: whether the answer held each of the two lists, and the JSON of `failureRecords`.
bool csj_page_has_successes(const CSJResult *page);
bool csj_page_has_failures(const CSJResult *page);
const char *csj_page_failures(const CSJResult *page, size_t *length);

#ifdef __cplusplus
}
#endif
#endif
