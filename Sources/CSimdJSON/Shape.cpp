#include "Shape.h"

#include <algorithm>

namespace csj {

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  for (size_t i = 0; i < left.size(); i++) {
    if (lower(left[i]) != lower(right[i])) return false;
  }
  return true;
}

Member member_named(std::string_view key) {
  if (equal_ignoring_case(key, "id")) return Member::id;
  if (equal_ignoring_case(key, "numberid")) return Member::number_id;
  if (equal_ignoring_case(key, "name")) return Member::name;
  if (equal_ignoring_case(key, "size")) return Member::size;
  if (equal_ignoring_case(key, "type")) return Member::type;
  return Member::none;
}

bool is_exact_member(Member member, std::string_view key) {
  switch (member) {
    case Member::none: return false;
    case Member::id: return key == "Id";
    case Member::number_id: return key == "NumberId";
    case Member::name: return key == "Name";
    case Member::size: return key == "Size";
    case Member::type: return key == "Type";
  }
  return false;
}

}  // namespace csj

void CSJShape::add_column(CSJKind kind, int32_t scale) {
  int index = static_cast<int>(columns.size());
  columns.push_back({kind, std::clamp(scale, 0, 38), 0});
  nodes[0].columns.push_back(index);
}

void CSJShape::add_key(std::string_view key) {
  if (columns.empty()) return;
  int index = static_cast<int>(columns.size()) - 1;
  int parent = columns.back().node;
  int child = -1;
  for (int candidate : nodes[parent].children) {
    if (nodes[candidate].key == key) child = candidate;
  }
  if (child < 0) {
    child = static_cast<int>(nodes.size());
    nodes.emplace_back();
    nodes[child].key = key;
    nodes[parent].children.push_back(child);
  }
  auto &ends = nodes[parent].columns;
  ends.erase(std::remove(ends.begin(), ends.end(), index), ends.end());
  nodes[child].columns.push_back(index);
  columns.back().node = child;
}

int CSJShape::child_of(int node, std::string_view key) const {
  for (int child : nodes[node].children) {
    if (nodes[child].key == key) return child;
  }
  for (int child : nodes[node].children) {
    if (csj::equal_ignoring_case(nodes[child].key, key)) return child;
  }
  return -1;
}

uint8_t CSJShape::signs_of(std::string_view key) const {
  unsigned signs = 1u << CSJAnyKey;
  if (csj::equal_ignoring_case(key, "id")) signs |= 1u << CSJIdKey;
  if (key.find('.') != std::string_view::npos) signs |= 1u << CSJDottedKey;
  for (const auto &name : watched) {
    if (csj::equal_ignoring_case(key, name)) signs |= 1u << CSJWatchedKey;
  }
  return static_cast<uint8_t>(signs);
}
