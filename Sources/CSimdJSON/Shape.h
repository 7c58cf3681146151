// What is wanted from an answer: columns, and a tree of the keys that lead to them.
#ifndef CSIMDJSON_SHAPE_H
#define CSIMDJSON_SHAPE_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "CSimdJSON.h"

namespace csj {

// Keys of an object that say what a column of the object itself holds.
enum class Member : uint8_t { none, id, number_id, name, size, type };

// What stood at one position of the last object that was read at a node.
//
// The service writes the fields of all records in one order, so that the key expected there is
// nearly always the one that comes.
struct Expected {
  std::string key;
  // Whether the key's raw bytes are the key, without escapes.
  bool comparable = false;
  int child = -1;
  // Whether the child is named so, letter by letter.
  bool is_exact = false;
  Member member = Member::none;
  bool is_exact_member = false;
  // A bit for each CSJKeySign.
  uint8_t signs = 0;
};

struct Node {
  std::string key;
  // Indices of columns whose path ends here.
  std::vector<int> columns;
  // Indices of nodes.
  std::vector<int> children;
  std::vector<Expected> expected;
  // The last object, by its number, with a key that is this node's letter by letter, and with one
  // that is it but for letter case.
  uint64_t exact_in = 0;
  uint64_t loose_in = 0;
};

struct ColumnSpec {
  CSJKind kind;
  int32_t scale;
  int node;
};

bool equal_ignoring_case(std::string_view left, std::string_view right);
Member member_named(std::string_view key);
// Whether a key is spelt as the service spells that member.
bool is_exact_member(Member member, std::string_view key);

}  // namespace csj

struct CSJShape {
  // The first node is the record itself.
  std::vector<csj::Node> nodes{1};
  std::vector<csj::ColumnSpec> columns;
  std::vector<std::string> watched;
  // Objects read so far, all answers together.
  uint64_t objects = 0;

  void add_column(CSJKind kind, int32_t scale);
  void add_key(std::string_view key);
  // The child of a node that a key names, else the one that it names ignoring case, else -1.
  int child_of(int node, std::string_view key) const;
  // A bit for each CSJKeySign that a key of the record is.
  uint8_t signs_of(std::string_view key) const;
};

#endif
