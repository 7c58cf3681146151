// One pass over an answer with simdjson's On-Demand parser.
//
// Every value is met once, in the order of the text. A number stays the token that was sent; what
// no column asks for is skipped.
#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <new>

#include "Result.h"
#include "Shape.h"
#include "Token.h"

using namespace simdjson;

namespace csj {
namespace {

// More than this is given back after an answer; pages of 1,000 records are far below it.
constexpr size_t most_kept_capacity = size_t(32) << 20;
// Offsets of a column's bytes are 32 bits wide.
constexpr size_t most_bytes = INT32_MAX;

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
    struct Kept {
      Scalar scalar;
      bool is_exact = false;
    };
    Kept id, number_id, name, size, type;
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
    unsigned signs = 0;
    if (auto error = walk(record, 0, signs)) return error;
    for (size_t sign = 0; sign < std::size(result.rows_with); sign++) {
      result.rows_with[sign] += (signs >> sign) & 1;
    }
    for (auto &column : result.columns) {
      if (column.count == result.row_count) column.append_null();
      if (column.bytes.size() > most_bytes) return CAPACITY;
    }
    result.row_count++;
    return SUCCESS;
  }

  error_code walk(ondemand::object &object, int node_index, unsigned &signs) {
    uint64_t number = ++shape.objects;
    bool wants_members = node_index != 0 && !shape.nodes[node_index].columns.empty();
    Members members;
    size_t position = 0;
    for (auto item : object) {
      ondemand::field field;
      if (auto error = std::move(item).get(field)) return error;
      const Expected *expected;
      if (auto error = expect(field, node_index, position++, expected)) return error;
      signs |= expected->signs;
      int child = expected->child;
      if (child >= 0 && !claims(child, expected->is_exact, number)) child = -1;
      Member member = wants_members ? expected->member : Member::none;
      if (child < 0 && member == Member::none) continue;
      bool is_exact = expected->is_exact_member;
      if (auto error = visit(field.value(), child, member, is_exact, members)) return error;
    }
    if (wants_members) apply_members(members, node_index);
    return SUCCESS;
  }

  // Whether a key may be taken for a node in the object of that number: the node's own spelling
  // wins over others, before and after them.
  bool claims(int child, bool is_exact, uint64_t number) {
    auto &node = shape.nodes[child];
    if (!is_exact) {
      if (node.exact_in == number) return false;
      node.loose_in = number;
      return true;
    }
    node.exact_in = number;
    if (node.loose_in == number) {
      node.loose_in = 0;
      take_back(child);
    }
    return true;
  }

  // Forgets what the current record has given the columns at a node and below it.
  void take_back(int node_index) {
    for (int index : shape.nodes[node_index].columns) {
      auto &column = result.columns[index];
      if (column.count > result.row_count) column.drop_row();
      auto place = static_cast<size_t>(index);
      if (result.has_fault && result.fault_row == result.row_count
          && result.fault_column == place) {
        result.has_fault = false;
      }
      if (result.has_unfilled && result.unfilled_row == result.row_count
          && result.unfilled_column == place) {
        result.has_unfilled = false;
      }
    }
    for (int child : shape.nodes[node_index].children) take_back(child);
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
    entry.is_exact = entry.child >= 0 && shape.nodes[entry.child].key == key;
    entry.signs = node_index == 0 ? shape.signs_of(key) : 0;
    entry.member = member_named(key);
    entry.is_exact_member = is_exact_member(entry.member, key);
    found = &entry;
    // What needed unescaping must not be compared with raw bytes.
    entry.comparable = key.size() < room && raw[key.size()] == '"'
      && std::memcmp(raw, key.data(), key.size()) == 0;
    return SUCCESS;
  }

  error_code visit(
    ondemand::value &value, int child, Member member, bool is_exact, Members &members
  ) {
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
    keep(scalar, member, is_exact, members);
    return SUCCESS;
  }

  error_code visit_object(ondemand::value &value, int child) {
    const auto &node = shape.nodes[child];
    ondemand::object object;
    if (auto error = value.get_object().get(object)) return error;
    unsigned signs = 0;
    if (!node.children.empty()) return walk(object, child, signs);
    bool only_text = true;
    for (int index : node.columns) {
      only_text = only_text && result.columns[index].kind == CSJText;
    }
    if (!only_text) return walk(object, child, signs);
    std::string_view json;
    if (auto error = object.raw_json().get(json)) return error;
    for (int index : node.columns) append_text(index, trimmed(json));
    return SUCCESS;
  }

  error_code visit_array(ondemand::value &value, int child) {
    std::string_view json;
    if (auto error = raw_json(value, json)) return error;
    note_unfilled(child, -1);
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
    if (!node.children.empty() && scalar.kind != ScalarKind::null) apply_id(scalar, child, token);
  }

  // A relationship that was not expanded is the id of what it points at.
  void apply_id(const Scalar &scalar, int child, std::string_view token) {
    int id = scalar.kind == ScalarKind::text ? shape.child_of(child, "Id") : -1;
    if (id >= 0) {
      for (int index : shape.nodes[id].columns) apply_to_column(scalar, index, token);
    }
    note_unfilled(child, id);
  }

  // Notes that a related record is wanted, beyond the child given, and was not filled in.
  void note_unfilled(int node_index, int known) {
    for (int child : shape.nodes[node_index].children) {
      if (child == known) continue;
      for (int index : shape.nodes[child].columns) {
        result.note_unfilled(static_cast<size_t>(index));
      }
      note_unfilled(child, -1);
    }
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
    if (!read_choice_numbers(list_parser, list, numbers)) {
      result.note_fault(static_cast<size_t>(index), token);
      return;
    }
    column.bytes.append(numbers);
    column.end_row(false);
  }

  // Of several spellings of a member the service's own stays, else the first.
  void keep(const Scalar &scalar, Member member, bool is_exact, Members &members) {
    Members::Kept *kept = nullptr;
    switch (member) {
      case Member::none: return;
      case Member::id: kept = &members.id; break;
      case Member::number_id: kept = &members.number_id; break;
      case Member::name: kept = &members.name; break;
      case Member::size: kept = &members.size; break;
      case Member::type: kept = &members.type; break;
    }
    bool is_first = kept->scalar.kind == ScalarKind::null && !kept->is_exact;
    if (is_first || (is_exact && !kept->is_exact)) *kept = {scalar, is_exact};
  }

  void apply_members(const Members &members, int node_index) {
    const Scalar &id = members.id.scalar;
    for (int index : shape.nodes[node_index].columns) {
      auto &column = result.columns[index];
      if (column.count > result.row_count) continue;
      switch (column.kind) {
        case CSJChoice: {
          const Scalar &number = members.number_id.scalar;
          if (number.kind == ScalarKind::null) {
            result.note_fault(static_cast<size_t>(index), "{...}");
          }
          apply_to_column(number, index, number.text);
          break;
        }
        case CSJText:
        case CSJUUID: apply_to_column(id, index, id.text); break;
        case CSJFile: append_file(members, index); break;
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

  void append_file(const Members &members, int index) {
    auto text = [](const Scalar &scalar) {
      return scalar.kind == ScalarKind::text ? scalar.text : std::string_view();
    };
    std::string_view name = text(members.name.scalar);
    if (name.empty()) name = text(members.id.scalar);
    int64_t bytes;
    bool has_size = to_integer(members.size.scalar, bytes) && bytes >= 0;
    std::string_view type = text(members.type.scalar);
    if (name.empty() && type.empty() && !has_size) return;
    auto &column = result.columns[index];
    column.bytes.append(name).push_back('\x1F');
    if (has_size) column.bytes.append(std::to_string(bytes));
    column.bytes.push_back('\x1F');
    column.bytes.append(type);
    column.end_row(false);
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

bool csj_shape_add_watched(CSJShape *shape, const char *key, size_t length) {
  try {
    shape->watched.emplace_back(key, length);
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
