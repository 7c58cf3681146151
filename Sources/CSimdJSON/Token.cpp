#include "Token.h"

#include "Shape.h"

using namespace simdjson;

namespace csj {
namespace {

bool read_choice(ondemand::value &value, int64_t &number) {
  ondemand::json_type type;
  if (value.type().get(type) || type == ondemand::json_type::array) return false;
  Scalar scalar;
  if (type != ondemand::json_type::object) {
    return !read_scalar(value, scalar) && to_integer(scalar, number);
  }
  ondemand::object object;
  if (value.get_object().get(object)) return false;
  bool found = false;
  for (auto item : object) {
    ondemand::field field;
    std::string_view key;
    if (std::move(item).get(field) || field.unescaped_key().get(key)) return false;
    if (found || member_named(key) != Member::number_id) continue;
    if (read_scalar(field.value(), scalar) || !to_integer(scalar, number)) return false;
    found = true;
  }
  return found;
}

}  // namespace

error_code raw_json(ondemand::value &value, std::string_view &json) {
  ondemand::json_type type;
  if (auto error = value.type().get(type)) return error;
  if (type == ondemand::json_type::object) {
    ondemand::object object;
    if (auto error = value.get_object().get(object)) return error;
    if (auto error = object.raw_json().get(json)) return error;
  } else if (type == ondemand::json_type::array) {
    ondemand::array array;
    if (auto error = value.get_array().get(array)) return error;
    if (auto error = array.raw_json().get(json)) return error;
  } else {
    json = value.raw_json_token();
  }
  json = trimmed(json);
  return SUCCESS;
}

bool read_choice_numbers(
  ondemand::parser &parser, std::string_view list, std::string &numbers
) {
  list = trimmed(list);
  if (list.size() < 2 || list.front() != '[') return false;
  padded_string json(list);
  ondemand::document document;
  ondemand::array array;
  if (parser.iterate(json).get(document) || document.get_array().get(array)) return false;
  for (auto item : array) {
    ondemand::value value;
    if (item.get(value)) return false;
    int64_t number;
    if (!read_choice(value, number)) return false;
    if (!numbers.empty()) numbers.push_back(',');
    numbers.append(std::to_string(number));
  }
  return bool(document.current_location().error());
}

}  // namespace csj
