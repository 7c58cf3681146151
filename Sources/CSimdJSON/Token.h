// Values of simdjson's On-Demand parser as text, before a column makes something of them.
#ifndef CSIMDJSON_TOKEN_H
#define CSIMDJSON_TOKEN_H

#include <simdjson.h>

#include <cstring>
#include <string>
#include <string_view>

#include "Scalar.h"

namespace csj {

// A token without the blanks that follow it in the answer.
inline std::string_view trimmed(std::string_view token) {
  while (!token.empty()) {
    char c = token.back();
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t') break;
    token.remove_suffix(1);
  }
  return token;
}

// Any value, passed over, as the answer spells it.
simdjson::error_code raw_json(simdjson::ondemand::value &value, std::string_view &json);

// A value that is neither object nor array; a number stays the digits that were sent.
inline simdjson::error_code read_scalar(simdjson::ondemand::value &value, Scalar &scalar) {
  std::string_view token = trimmed(value.raw_json_token());
  if (token.empty()) return simdjson::TAPE_ERROR;
  switch (token.front()) {
    case 'n': return token == "null" ? simdjson::SUCCESS : simdjson::N_ATOM_ERROR;
    case 't':
      scalar.kind = ScalarKind::boolean;
      scalar.truth = true;
      return token == "true" ? simdjson::SUCCESS : simdjson::T_ATOM_ERROR;
    case 'f':
      scalar.kind = ScalarKind::boolean;
      return token == "false" ? simdjson::SUCCESS : simdjson::F_ATOM_ERROR;
    case '"':
      scalar.kind = ScalarKind::text;
      if (token.size() < 2 || token.back() != '"') return simdjson::STRING_ERROR;
      scalar.text = token.substr(1, token.size() - 2);
      if (std::memchr(scalar.text.data(), '\\', scalar.text.size()) == nullptr) {
        return simdjson::SUCCESS;
      }
      return value.get_string().get(scalar.text);
    default:
      scalar.kind = ScalarKind::number;
      scalar.text = token;
      return is_number(scalar) ? simdjson::SUCCESS : simdjson::NUMBER_ERROR;
  }
}

// The numbers, with commas between them, of an array like `[1, 3]` or of the NumberId of each of
// its elements; false for anything else. The parser must not be in use.
bool read_choice_numbers(
  simdjson::ondemand::parser &parser, std::string_view list, std::string &numbers);

}  // namespace csj

#endif
