#include "Scalar.h"

#include <charconv>
#include <cstring>

namespace csj {
namespace {

constexpr size_t most_digits = 38;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The parts of a number by JSON's grammar. A string may also have leading zeros or a plus sign.
struct NumberParts {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  int exponent = 0;
};

bool split_number(const Scalar &value, NumberParts &parts) {
  if (value.kind != ScalarKind::number && value.kind != ScalarKind::text) return false;
  std::string_view text = value.text;
  size_t at = 0;
  if (at < text.size() && text[at] == '-') {
    parts.negative = true;
    at++;
  } else if (at < text.size() && text[at] == '+' && value.kind == ScalarKind::text) {
    at++;
  }
  size_t start = at;
  while (at < text.size() && is_digit(text[at])) at++;
  parts.whole = text.substr(start, at - start);
  if (parts.whole.empty()) return false;
  if (value.kind == ScalarKind::number && parts.whole.size() > 1 && parts.whole[0] == '0') {
    return false;
  }
  if (at < text.size() && text[at] == '.') {
    start = ++at;
    while (at < text.size() && is_digit(text[at])) at++;
    parts.fraction = text.substr(start, at - start);
    if (parts.fraction.empty()) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    at++;
    bool negative = false;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) negative = text[at++] == '-';
    start = at;
    int exponent = 0;
    while (at < text.size() && is_digit(text[at])) {
      if (exponent < 100000) exponent = exponent * 10 + (text[at] - '0');
      at++;
    }
    if (at == start) return false;
    parts.exponent = negative ? -exponent : exponent;
  }
  while (parts.whole.size() > 1 && parts.whole[0] == '0') parts.whole.remove_prefix(1);
  return at == text.size();
}

// The digits with the point moved by the exponent.
bool move_point(const NumberParts &parts, std::string &whole, std::string &fraction) {
  if (parts.whole.size() + parts.fraction.size() > 400) return false;
  if (parts.exponent > 400 || parts.exponent < -400) return false;
  whole.assign(parts.whole);
  fraction.assign(parts.fraction);
  if (parts.exponent > 0) {
    auto moved = static_cast<size_t>(parts.exponent);
    if (fraction.size() < moved) fraction.append(moved - fraction.size(), '0');
    whole.append(fraction, 0, moved);
    fraction.erase(0, moved);
  } else if (parts.exponent < 0) {
    auto moved = static_cast<size_t>(-parts.exponent);
    if (whole.size() < moved) whole.insert(0, moved - whole.size(), '0');
    fraction.insert(0, whole, whole.size() - moved, moved);
    whole.erase(whole.size() - moved);
  }
  size_t zeros = 0;
  while (zeros < whole.size() && whole[zeros] == '0') zeros++;
  whole.erase(0, zeros);
  return true;
}

bool append_parts(
  bool negative, std::string_view whole, std::string_view fraction, int32_t scale,
  std::string &result
) {
  // Zeros at the end are no digits of the value once the decimals are more than can be kept.
  auto shown = static_cast<size_t>(scale);
  while (fraction.size() > shown && fraction.size() > most_digits && fraction.back() == '0') {
    fraction.remove_suffix(1);
  }
  size_t digits = (whole == "0" ? 0 : whole.size()) + fraction.size();
  if (digits > most_digits) {
    while (fraction.size() > shown && digits > most_digits && fraction.back() == '0') {
      fraction.remove_suffix(1);
      digits--;
    }
    if (digits > most_digits) return false;
  }
  bool is_zero = true;
  for (char c : whole) is_zero = is_zero && c == '0';
  for (char c : fraction) is_zero = is_zero && c == '0';
  if (negative && !is_zero) result.push_back('-');
  if (whole.empty()) {
    result.push_back('0');
  } else {
    result.append(whole);
  }
  if (!fraction.empty() || scale > 0) {
    result.push_back('.');
    result.append(fraction);
    if (fraction.size() < shown) result.append(shown - fraction.size(), '0');
  }
  return true;
}

bool read_digits(std::string_view text, size_t &at, size_t count, int &result) {
  if (at + count > text.size()) return false;
  result = 0;
  for (size_t i = 0; i < count; i++) {
    char c = text[at + i];
    if (!is_digit(c)) return false;
    result = result * 10 + (c - '0');
  }
  at += count;
  return true;
}

bool read_char(std::string_view text, size_t &at, char wanted) {
  if (at >= text.size() || text[at] != wanted) return false;
  at++;
  return true;
}

// Days since 1970-01-01 of a day of the Gregorian calendar.
int64_t days_of(int year, int month, int day) {
  int64_t y = month <= 2 ? year - 1 : year;
  int64_t era = (y >= 0 ? y : y - 399) / 400;
  int64_t year_of_era = y - era * 400;
  int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

int month_length(int year, int month) {
  static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : lengths[month - 1];
}

// A date, then perhaps a time with 0 to 9 decimals of a second and an offset; without an offset it
// is UTC.
bool read_moment(const Scalar &value, int64_t &days, int64_t &ticks) {
  if (value.kind != ScalarKind::text) return false;
  std::string_view text = value.text;
  size_t at = 0;
  int year, month, day;
  if (!read_digits(text, at, 4, year) || !read_char(text, at, '-')) return false;
  if (!read_digits(text, at, 2, month) || !read_char(text, at, '-')) return false;
  if (!read_digits(text, at, 2, day)) return false;
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > month_length(year, month)) {
    return false;
  }
  days = days_of(year, month, day);
  ticks = days * 864000000000;
  if (at == text.size()) return true;

  if (text[at] != 'T' && text[at] != 't' && text[at] != ' ') return false;
  at++;
  int hour, minute, second = 0;
  if (!read_digits(text, at, 2, hour) || !read_char(text, at, ':')) return false;
  if (!read_digits(text, at, 2, minute)) return false;
  if (read_char(text, at, ':') && !read_digits(text, at, 2, second)) return false;
  if (hour > 23 || minute > 59 || second > 59) return false;
  int64_t fraction = 0;
  if (read_char(text, at, '.')) {
    size_t start = at;
    for (; at < text.size() && is_digit(text[at]); at++) {
      if (at - start < 7) fraction = fraction * 10 + (text[at] - '0');
    }
    size_t read = at - start;
    if (read == 0) return false;
    for (; read < 7; read++) fraction *= 10;
  }
  int offset = 0;
  if (at < text.size() && (text[at] == 'Z' || text[at] == 'z')) {
    at++;
  } else if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
    bool west = text[at++] == '-';
    int offset_hours, offset_minutes = 0;
    if (!read_digits(text, at, 2, offset_hours)) return false;
    if (at < text.size()) {
      read_char(text, at, ':');
      if (!read_digits(text, at, 2, offset_minutes)) return false;
    }
    if (offset_hours > 18 || offset_minutes > 59) return false;
    offset = (offset_hours * 60 + offset_minutes) * (west ? -1 : 1);
  }
  if (at != text.size()) return false;
  int64_t seconds = (int64_t(hour) * 60 + minute - offset) * 60 + second;
  ticks += seconds * 10000000 + fraction;
  return true;
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (size_t i = 0; i < text.size(); i++) {
    char c = text[i];
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    if (c != lower[i]) return false;
  }
  return true;
}

}  // namespace

bool is_number(const Scalar &value) {
  NumberParts parts;
  return split_number(value, parts);
}

bool to_boolean(const Scalar &value, int64_t &result) {
  if (value.kind == ScalarKind::boolean) {
    result = value.truth ? 1 : 0;
    return true;
  }
  if (value.kind == ScalarKind::text) {
    if (equals_ignoring_case(value.text, "true")) {
      result = 1;
      return true;
    }
    if (equals_ignoring_case(value.text, "false")) {
      result = 0;
      return true;
    }
  }
  return to_integer(value, result) && (result == 0 || result == 1);
}

bool to_integer(const Scalar &value, int64_t &result) {
  NumberParts parts;
  if (!split_number(value, parts)) return false;
  std::string moved_whole, moved_fraction;
  std::string_view whole = parts.whole, fraction = parts.fraction;
  if (parts.exponent != 0) {
    if (!move_point(parts, moved_whole, moved_fraction)) return false;
    whole = moved_whole;
    fraction = moved_fraction;
  }
  for (char c : fraction) {
    if (c != '0') return false;
  }
  if (whole.size() > 19) return false;
  uint64_t magnitude = 0;
  for (char c : whole) magnitude = magnitude * 10 + static_cast<uint64_t>(c - '0');
  uint64_t limit = uint64_t(INT64_MAX) + (parts.negative ? 1 : 0);
  if (magnitude > limit) return false;
  result = static_cast<int64_t>(parts.negative ? 0 - magnitude : magnitude);
  return true;
}

bool to_double(const Scalar &value, double &result) {
  NumberParts parts;
  if (!split_number(value, parts)) return false;
  const char *start = value.text.data();
  if (*start == '+') start++;
  const char *end = value.text.data() + value.text.size();
  auto [stop, error] = std::from_chars(start, end, result);
  return error == std::errc() && stop == end;
}

bool append_decimal(const Scalar &value, int32_t scale, std::string &result) {
  NumberParts parts;
  if (!split_number(value, parts)) return false;
  if (parts.exponent == 0) {
    return append_parts(parts.negative, parts.whole, parts.fraction, scale, result);
  }
  std::string whole, fraction;
  if (!move_point(parts, whole, fraction)) return false;
  // A binary float that came as 1.5E-05 has no zeros to keep at its end.
  while (fraction.size() > static_cast<size_t>(scale) && fraction.back() == '0') {
    fraction.pop_back();
  }
  return append_parts(parts.negative, whole, fraction, scale, result);
}

bool to_date(const Scalar &value, int64_t &result) {
  int64_t ticks;
  return read_moment(value, result, ticks);
}

bool to_timestamp(const Scalar &value, int64_t &result) {
  int64_t days;
  return read_moment(value, days, result);
}

bool append_uuid(const Scalar &value, std::string &result) {
  if (value.kind != ScalarKind::text) return false;
  std::string_view text = value.text;
  if (text.size() == 38 && text.front() == '{' && text.back() == '}') text = text.substr(1, 36);
  bool hyphens = text.size() == 36;
  if (!hyphens && text.size() != 32) return false;
  char digits[36];
  size_t from = 0;
  for (size_t to = 0; to < 36; to++) {
    bool is_hyphen = to == 8 || to == 13 || to == 18 || to == 23;
    if (is_hyphen) {
      if (hyphens && text[from++] != '-') return false;
      digits[to] = '-';
      continue;
    }
    char c = text[from++];
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c + 32);
    if (!is_digit(c) && !(c >= 'a' && c <= 'f')) return false;
    digits[to] = c;
  }
  result.append(digits, 36);
  return true;
}

}  // namespace csj
