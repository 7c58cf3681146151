// One pass over an answer with simdjson's On-Demand parser.
//
// Every value is met once, in the order of the text. A number stays the token that was sent; what
// no column asks for is skipped.
#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "Result.h"
#include "Shape.h"

using namespace simdjson;

namespace csj {
namespace {

// More than this is given back after an answer; pages of 1,000 records are far below it.
constexpr size_t most_kept_capacity = size_t(32) << 20;
// Offsets of a column's bytes are 32 bits wide.
constexpr size_t most_bytes = INT32_MAX;

std::string_view trimmed(std::string_view token) {
  while (!token.empty()) {
    char c = token.back();
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t') break;
    token.remove_suffix(1);
  }
  return token;
}

class Decoder {
 public:
  Decoder(CSJShape &shape, CSJResult &result, const char *end)
      : shape(shape), result(result), end(end) {}

  error_code decode(ondemand::document &document, CSJForm form) {
    ondemand::json_type type;
    if (auto error = document.type().get(type)) return error;
    if (type == ondemand::json_type::array) {
      if (form != CSJPage) return INCORRECT_TYPE;
      ondemand::array records;
      if (auto error = document.get_array().get(records)) return error;
      return decode_records(records);
    }
    if (type != ondemand::json_type::object) return INCORRECT_TYPE;
    ondemand::object object;
    if (auto error = document.get_object().get(object)) return error;
    if (form == CSJRecord) return decode_record(object);
    return decode_envelope(object, form);
  }

 private:
  // The members of an object that a column of the object itself is made of.
  struct Members {
    Scalar id, number_id, name, size, type;
  };

  CSJShape &shape;
  CSJResult &result;
  const char *end;
  // For lists that stand in strings.
  ondemand::parser list_parser;

  error_code decode_envelope(ondemand::object &object, CSJForm form) {
    bool found = false;
    for (auto item : object) {
      ondemand::field field;
      if (auto error = std::move(item).get(field)) return error;
      std::string_view key;
      if (auto error = field.unescaped_key().get(key)) return error;
      if (form == CSJPage && equal_ignoring_case(key, "value") && !found) {
        found = true;
        if (auto error = decode_list(field.value())) return error;
      } else if (form == CSJPage && equal_ignoring_case(key, "totalrecordcount")) {
        Scalar total;
        if (auto error = read_scalar(field.value(), total)) return error;
        if (!to_integer(total, result.total) || result.total < 0) result.total = -1;
      } else if (form == CSJBatch && equal_ignoring_case(key, "successrecords") && !found) {
        found = true;
        result.has_successes = true;
        if (auto error = decode_list(field.value())) return error;
      } else if (form == CSJBatch && equal_ignoring_case(key, "failurerecords")) {
        std::string_view json;
        if (auto error = raw_json(field.value(), json)) return error;
        result.has_failures = true;
        result.failures = json;
      }
    }
    return found || (form == CSJBatch && result.has_failures) ? SUCCESS : NO_SUCH_FIELD;
  }

  // An array of records, one record in its place, or null.
  error_code decode_list(ondemand::value &value) {
    ondemand::json_type type;
    if (auto error = value.type().get(type)) return error;
    if (type == ondemand::json_type::array) {
      ondemand::array records;
      if (auto error = value.get_array().get(records)) return error;
      return decode_records(records);
    }
    if (type == ondemand::json_type::object) {
      ondemand::object record;
      if (auto error = value.get_object().get(record)) return error;
      return decode_record(record);
    }
    Scalar scalar;
    if (auto error = read_scalar(value, scalar)) return error;
    return scalar.kind == ScalarKind::null ? SUCCESS : INCORRECT_TYPE;
  }

  error_code decode_records(ondemand::array &records) {
    for (auto item : records) {
      ondemand::object record;
      if (auto error = item.get_object().get(record)) return error;
      if (auto error = decode_record(record)) return error;
    }
    return SUCCESS;
  }

  error_code decode_record(ondemand::object &record) {
    if (auto error = walk(record, 0)) return error;
    for (auto &column : result.columns) {
      if (column.count == result.row_count) column.append_null();
      if (column.bytes.size() > most_bytes) return CAPACITY;
    }
    result.row_count++;
    return SUCCESS;
  }

  error_code walk(ondemand::object &object, int node_index) {
    bool wants_members = node_index != 0 && !shape.nodes[node_index].columns.empty();
    Members members;
    size_t position = 0;
    for (auto item : object) {
      ondemand::field field;
      if (auto error = std::move(item).get(field)) return error;
      const Expected *expected;
      if (auto error = expect(field, node_index, position++, expected)) return error;
      int child = expected->child;
      Member member = wants_members ? expected->member : Member::none;
      if (child < 0 && member == Member::none) continue;
      if (auto error = visit(field.value(), child, member, members)) return error;
    }
    if (wants_members) apply_members(members, node_index);
    return SUCCESS;
  }

  // Finds out what a field is for, first by what stood at the same position of the last object.
  error_code expect(
    ondemand::field &field, int node_index, size_t position, const Expected *&found
  ) {
    auto &known = shape.nodes[node_index].expected;
    const char *raw = field.key().raw();
    auto room = static_cast<size_t>(end - raw);
    if (position < known.size()) {
      const auto &guess = known[position];
      if (guess.comparable && guess.key.size() < room && raw[guess.key.size()] == '"'
          && std::memcmp(raw, guess.key.data(), guess.key.size()) == 0) {
        found = &guess;
        return SUCCESS;
      }
    }
    std::string_view key;
    if (auto error = field.unescaped_key().get(key)) return error;
    if (position >= known.size()) known.resize(position + 1);
    auto &entry = known[position];
    entry.key = key;
    entry.child = shape.child_of(node_index, key);
    entry.member = member_named(key);
    found = &entry;
    // What needed unescaping must not be compared with raw bytes.
    entry.comparable = key.size() < room && raw[key.size()] == '"'
      && std::memcmp(raw, key.data(), key.size()) == 0;
    return SUCCESS;
  }

  error_code visit(ondemand::value &value, int child, Member member, Members &members) {
    ondemand::json_type type;
    if (auto error = value.type().get(type)) return error;
    if (type == ondemand::json_type::object) {
      return child < 0 ? SUCCESS : visit_object(value, child);
    }
    if (type == ondemand::json_type::array) {
      return child < 0 ? SUCCESS : visit_array(value, child);
    }
    std::string_view token = trimmed(value.raw_json_token());
    Scalar scalar;
    if (auto error = read_scalar(value, scalar)) return error;
    if (child >= 0) apply(scalar, child, token);
    keep(scalar, member, members);
    return SUCCESS;
  }

  error_code visit_object(ondemand::value &value, int child) {
    const auto &node = shape.nodes[child];
    ondemand::object object;
    if (auto error = value.get_object().get(object)) return error;
    if (!node.children.empty()) return walk(object, child);
    bool only_text = true;
    for (int index : node.columns) {
      only_text = only_text && result.columns[index].kind == CSJText;
    }
    if (!only_text) return walk(object, child);
    std::string_view json;
    if (auto error = object.raw_json().get(json)) return error;
    for (int index : node.columns) append_text(index, trimmed(json));
    return SUCCESS;
  }

  error_code visit_array(ondemand::value &value, int child) {
    std::string_view json;
    if (auto error = raw_json(value, json)) return error;
    for (int index : shape.nodes[child].columns) {
      auto &column = result.columns[index];
      if (column.kind == CSJChoices) {
        append_choices(index, json, json);
      } else if (column.kind == CSJText) {
        append_text(index, json);
      } else if (column.count == result.row_count) {
        result.note_fault(static_cast<size_t>(index), json);
      }
    }
    return SUCCESS;
  }

  void apply(const Scalar &scalar, int child, std::string_view token) {
    const auto &node = shape.nodes[child];
    for (int index : node.columns) apply_to_column(scalar, index, token);
    if (node.children.empty() || scalar.kind != ScalarKind::text) return;
    // A relationship that was not expanded is the id of what it points at.
    int id = shape.child_of(child, "Id");
    if (id >= 0) apply(scalar, id, token);
  }

  void apply_to_column(const Scalar &scalar, int index, std::string_view token) {
    auto &column = result.columns[index];
    // Of a key that comes twice the first value stays.
    if (scalar.kind == ScalarKind::null || column.count > result.row_count) return;
    if (column.kind == CSJChoices && scalar.kind == ScalarKind::text) {
      append_choices(index, scalar.text, token);
    } else if (!column.append(scalar)) {
      result.note_fault(static_cast<size_t>(index), token);
    }
  }

  void append_text(int index, std::string_view text) {
    auto &column = result.columns[index];
    if (column.count > result.row_count) return;
    column.bytes.append(text);
    column.end_row(false);
  }

  // The numbers of an array like `[1, 3]`, or the NumberId of each of its elements.
  void append_choices(int index, std::string_view list, std::string_view token) {
    auto &column = result.columns[index];
    if (column.count > result.row_count) return;
    std::string numbers;
    if (!read_numbers(list, numbers)) {
      result.note_fault(static_cast<size_t>(index), token);
      return;
    }
    column.bytes.append(numbers);
    column.end_row(false);
  }

  bool read_numbers(std::string_view list, std::string &numbers) {
    list = trimmed(list);
    if (list.size() < 2 || list.front() != '[') return false;
    padded_string json(list);
    ondemand::document document;
    ondemand::array array;
    if (list_parser.iterate(json).get(document) || document.get_array().get(array)) return false;
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

  void keep(const Scalar &scalar, Member member, Members &members) {
    switch (member) {
      case Member::none: break;
      case Member::id: members.id = scalar; break;
      case Member::number_id: members.number_id = scalar; break;
      case Member::name: members.name = scalar; break;
      case Member::size: members.size = scalar; break;
      case Member::type: members.type = scalar; break;
    }
  }

  void apply_members(const Members &members, int node_index) {
    for (int index : shape.nodes[node_index].columns) {
      auto &column = result.columns[index];
      if (column.count > result.row_count) continue;
      switch (column.kind) {
        case CSJChoice:
          if (members.number_id.kind == ScalarKind::null) {
            result.note_fault(static_cast<size_t>(index), "{...}");
          }
          apply_to_column(members.number_id, index, members.number_id.text);
          break;
        case CSJText:
        case CSJUUID: apply_to_column(members.id, index, members.id.text); break;
        case CSJFile:
          if (members.name.kind == ScalarKind::null) {
            apply_to_column(members.id, index, members.id.text);
            break;
          }
          column.bytes.append(members.name.text).push_back('\x1F');
          column.bytes.append(members.size.text).push_back('\x1F');
          column.bytes.append(members.type.text);
          column.end_row(false);
          break;
        case CSJBoolean:
        case CSJInteger:
        case CSJDecimal:
        case CSJDouble:
        case CSJDate:
        case CSJTimestamp:
        case CSJChoices: result.note_fault(static_cast<size_t>(index), "{...}"); break;
      }
    }
  }

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

  error_code read_scalar(ondemand::value &value, Scalar &scalar) {
    std::string_view token = trimmed(value.raw_json_token());
    if (token.empty()) return TAPE_ERROR;
    switch (token.front()) {
      case 'n': return token == "null" ? SUCCESS : N_ATOM_ERROR;
      case 't':
        scalar.kind = ScalarKind::boolean;
        scalar.truth = true;
        return token == "true" ? SUCCESS : T_ATOM_ERROR;
      case 'f':
        scalar.kind = ScalarKind::boolean;
        return token == "false" ? SUCCESS : F_ATOM_ERROR;
      case '"':
        scalar.kind = ScalarKind::text;
        if (token.size() < 2 || token.back() != '"') return STRING_ERROR;
        scalar.text = token.substr(1, token.size() - 2);
        if (std::memchr(scalar.text.data(), '\\', scalar.text.size()) == nullptr) return SUCCESS;
        return value.get_string().get(scalar.text);
      default:
        scalar.kind = ScalarKind::number;
        scalar.text = token;
        return is_number(scalar) ? SUCCESS : NUMBER_ERROR;
    }
  }
};

void run(CSJShape &shape, CSJForm form, const uint8_t *bytes, size_t length, CSJResult &result) {
  // Kept from answer to answer, since fresh memory costs more than the parsing.
  thread_local ondemand::parser parser;
  thread_local std::vector<uint8_t> padded;
  padded.resize(length + SIMDJSON_PADDING);
  if (length > 0) std::memcpy(padded.data(), bytes, length);
  std::memset(padded.data() + length, 0, SIMDJSON_PADDING);

  result.columns.reserve(shape.columns.size());
  for (const auto &spec : shape.columns) result.columns.emplace_back(spec.kind, spec.scale);

  ondemand::document document;
  auto error = parser.iterate(padded.data(), length, padded.size()).get(document);
  if (!error) {
    auto end = reinterpret_cast<const char *>(padded.data()) + length;
    error = Decoder(shape, result, end).decode(document, form);
    if (!error && !document.current_location().error()) error = TAPE_ERROR;
  }
  if (error == NO_SUCH_FIELD) {
    result.error = "it has no records";
  } else if (error == INCORRECT_TYPE) {
    result.error = "it has another form than records";
  } else if (error) {
    result.error = error_message(error);
  }
  if (padded.capacity() > most_kept_capacity) {
    padded = std::vector<uint8_t>();
    parser = ondemand::parser();
  }
}

}  // namespace
}  // namespace csj

CSJShape *csj_shape_new(void) { return new (std::nothrow) CSJShape; }

void csj_shape_free(CSJShape *shape) { delete shape; }

bool csj_shape_add_column(CSJShape *shape, CSJKind kind, int32_t scale) {
  try {
    shape->add_column(kind, scale);
    return true;
  } catch (const std::bad_alloc &) {
    return false;
  }
}

bool csj_shape_add_key(CSJShape *shape, const char *key, size_t length) {
  try {
    shape->add_key(std::string_view(key, length));
    return true;
  } catch (const std::bad_alloc &) {
    return false;
  }
}

CSJResult *csj_decode(CSJShape *shape, CSJForm form, const uint8_t *bytes, size_t length) {
  CSJResult *result = new (std::nothrow) CSJResult;
  if (result == nullptr) return nullptr;
  try {
    csj::run(*shape, form, bytes, length, *result);
    return result;
  } catch (const std::exception &) {
    delete result;
    return nullptr;
  }
}
