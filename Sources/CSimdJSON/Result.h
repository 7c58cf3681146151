// The columns of one answer.
#ifndef CSIMDJSON_RESULT_H
#define CSIMDJSON_RESULT_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "CSimdJSON.h"
#include "Scalar.h"

namespace csj {

struct Column {
  CSJKind kind;
  int32_t scale;
  // Rows so far.
  size_t count = 0;
  std::vector<uint64_t> nulls;
  std::vector<int64_t> integers;
  std::vector<double> doubles;
  std::string bytes;
  std::vector<int32_t> offsets;

  Column(CSJKind kind, int32_t scale);
  bool holds_integers() const;
  bool holds_bytes() const { return kind != CSJDouble && !holds_integers(); }
  // Adds a value; false where it does not fit, and then nothing is added.
  bool append(const Scalar &value);
  void append_null();
  // Takes the last row back.
  void drop_row();
  // Ends a row whose bytes, if it holds bytes, are already at the end of `bytes`.
  void end_row(bool is_null);
};

}  // namespace csj

struct CSJResult {
  std::string error;
  size_t row_count = 0;
  int64_t total = -1;
  std::vector<csj::Column> columns;
  bool has_fault = false;
  size_t fault_row = 0;
  size_t fault_column = 0;
  std::string fault_text;
  bool has_successes = false;
  bool has_failures = false;
  std::string failures;
  // Rows by CSJKeySign.
  size_t rows_with[4] = {0, 0, 0, 0};
  bool has_unfilled = false;
  size_t unfilled_row = 0;
  size_t unfilled_column = 0;

  void note_unfilled(size_t column);
  void note_fault(size_t column, std::string_view json);
};

#endif
