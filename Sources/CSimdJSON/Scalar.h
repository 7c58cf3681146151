// One JSON value that is neither object nor array, and its conversions.
#ifndef CSIMDJSON_SCALAR_H
#define CSIMDJSON_SCALAR_H

#include <cstdint>
#include <string>
#include <string_view>

namespace csj {

enum class ScalarKind { null, boolean, number, text };

// A scalar as the answer has it. `text` is a number's digits or a string's unescaped content; it
// points into the answer or the parser's string buffer.
struct Scalar {
  ScalarKind kind = ScalarKind::null;
  bool truth = false;
  std::string_view text;
};

// Whether a token is a number by JSON's grammar.
bool is_number(const Scalar &value);

// Each conversion answers false for what does not fit, and then leaves its result unspecified.
// Numbers may stand in strings, since older services write them so.
bool to_boolean(const Scalar &value, int64_t &result);
bool to_integer(const Scalar &value, int64_t &result);
bool to_double(const Scalar &value, double &result);
// Appends plain digits with at least `scale` decimals; at most 38 digits and 38 decimals fit.
bool append_decimal(const Scalar &value, int32_t scale, std::string &result);
// A time of day after the date is left out.
bool to_date(const Scalar &value, int64_t &result);
bool to_timestamp(const Scalar &value, int64_t &result);
// Appends a GUID in lower case with hyphens.
bool append_uuid(const Scalar &value, std::string &result);

}  // namespace csj

#endif
