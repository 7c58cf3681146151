// Values of simdjson's On-Demand parser as text, before a column makes something of them.
#ifndef CSIMDJSON_TOKEN_H
#define CSIMDJSON_TOKEN_H

#include <simdjson.h>

#include <string>
#include <string_view>

#include "Scalar.h"

namespace csj {

// A token without the blanks that follow it in the answer.
std::string_view trimmed(std::string_view token);

// Any value, passed over, as the answer spells it.
simdjson::error_code raw_json(simdjson::ondemand::value &value, std::string_view &json);

// A value that is neither object nor array; a number stays the digits that were sent.
simdjson::error_code read_scalar(simdjson::ondemand::value &value, Scalar &scalar);

// The numbers, with commas between them, of an array like `[1, 3]` or of the NumberId of each of
// its elements; false for anything else. The parser must not be in use.
bool read_choice_numbers(
  simdjson::ondemand::parser &parser, std::string_view list, std::string &numbers);

}  // namespace csj

#endif
