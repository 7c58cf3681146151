#include "Result.h"

namespace csj {

Column::Column(CSJKind kind, int32_t scale) : kind(kind), scale(scale) {
  if (holds_bytes()) offsets.push_back(0);
}

bool Column::holds_integers() const {
  switch (kind) {
    case CSJBoolean:
    case CSJInteger:
    case CSJDate:
    case CSJTimestamp:
    case CSJChoice: return true;
    case CSJDecimal:
    case CSJDouble:
    case CSJText:
    case CSJUUID:
    case CSJChoices:
    case CSJFile: return false;
  }
  return false;
}

bool Column::append(const Scalar &value) {
  if (value.kind == ScalarKind::null) {
    append_null();
    return true;
  }
  int64_t integer = 0;
  double number = 0;
  bool fits = false;
  switch (kind) {
    case CSJBoolean: fits = to_boolean(value, integer); break;
    case CSJInteger:
    case CSJChoice: fits = to_integer(value, integer); break;
    case CSJDate: fits = to_date(value, integer); break;
    case CSJTimestamp: fits = to_timestamp(value, integer); break;
    case CSJDouble:
      if (!to_double(value, number)) return false;
      doubles.push_back(number);
      end_row(false);
      return true;
    case CSJDecimal:
      if (!append_decimal(value, scale, bytes)) return false;
      end_row(false);
      return true;
    case CSJUUID:
      if (!append_uuid(value, bytes)) return false;
      end_row(false);
      return true;
    case CSJText:
      if (value.kind == ScalarKind::boolean) {
        bytes.append(value.truth ? "true" : "false");
      } else {
        bytes.append(value.text);
      }
      end_row(false);
      return true;
    case CSJFile:
      // Below expansion level 1 only the file's id is told.
      if (value.kind != ScalarKind::text) return false;
      bytes.append(value.text).append("\x1F\x1F");
      end_row(false);
      return true;
    case CSJChoices: return false;
  }
  if (!fits) return false;
  integers.push_back(integer);
  end_row(false);
  return true;
}

void Column::append_null() {
  if (holds_integers()) integers.push_back(0);
  if (kind == CSJDouble) doubles.push_back(0);
  end_row(true);
}

void Column::drop_row() {
  if (count == 0) return;
  count--;
  nulls[count >> 6] &= ~(uint64_t(1) << (count & 63));
  if ((count & 63) == 0) nulls.pop_back();
  if (holds_integers()) integers.pop_back();
  if (kind == CSJDouble) doubles.pop_back();
  if (holds_bytes()) {
    offsets.pop_back();
    bytes.resize(static_cast<size_t>(offsets.back()));
  }
}

void Column::end_row(bool is_null) {
  if ((count & 63) == 0) nulls.push_back(0);
  if (is_null) nulls[count >> 6] |= uint64_t(1) << (count & 63);
  if (holds_bytes()) offsets.push_back(static_cast<int32_t>(bytes.size()));
  count++;
}

}  // namespace csj

void CSJResult::note_fault(size_t column, std::string_view json) {
  if (has_fault) return;
  has_fault = true;
  fault_row = row_count;
  fault_column = column;
  fault_text = json.substr(0, 80);
  // A cut never leaves part of a UTF-8 sequence.
  if (json.size() > 80) {
    while (!fault_text.empty() && (fault_text.back() & 0xC0) == 0x80) fault_text.pop_back();
    if (!fault_text.empty() && (fault_text.back() & 0x80) != 0) fault_text.pop_back();
  }
}

void CSJResult::note_unfilled(size_t column) {
  if (has_unfilled) return;
  has_unfilled = true;
  unfilled_row = row_count;
  unfilled_column = column;
}

const char *csj_page_error(const CSJResult *page) {
  return page->error.empty() ? nullptr : page->error.c_str();
}

size_t csj_page_row_count(const CSJResult *page) { return page->row_count; }

int64_t csj_page_total(const CSJResult *page) { return page->total; }

const uint64_t *csj_page_nulls(const CSJResult *page, size_t column) {
  return page->columns[column].nulls.data();
}

const int64_t *csj_page_integers(const CSJResult *page, size_t column) {
  const auto &found = page->columns[column];
  return found.holds_integers() ? found.integers.data() : nullptr;
}

const double *csj_page_doubles(const CSJResult *page, size_t column) {
  const auto &found = page->columns[column];
  return found.kind == CSJDouble ? found.doubles.data() : nullptr;
}

const uint8_t *csj_page_bytes(const CSJResult *page, size_t column) {
  const auto &found = page->columns[column];
  if (!found.holds_bytes()) return nullptr;
  return reinterpret_cast<const uint8_t *>(found.bytes.data());
}

const int32_t *csj_page_offsets(const CSJResult *page, size_t column) {
  const auto &found = page->columns[column];
  return found.holds_bytes() ? found.offsets.data() : nullptr;
}

bool csj_page_fault(const CSJResult *page, size_t *row, size_t *column) {
  *row = page->fault_row;
  *column = page->fault_column;
  return page->has_fault;
}

const char *csj_page_fault_text(const CSJResult *page, size_t *length) {
  *length = page->fault_text.size();
  return page->fault_text.data();
}

size_t csj_page_rows_with(const CSJResult *page, CSJKeySign sign) {
  return page->rows_with[sign];
}

bool csj_page_unfilled(const CSJResult *page, size_t *row, size_t *column) {
  *row = page->unfilled_row;
  *column = page->unfilled_column;
  return page->has_unfilled;
}

bool csj_page_has_successes(const CSJResult *page) { return page->has_successes; }

bool csj_page_has_failures(const CSJResult *page) { return page->has_failures; }

const char *csj_page_failures(const CSJResult *page, size_t *length) {
  *length = page->failures.size();
  return page->failures.data();
}

void csj_page_free(CSJResult *page) { delete page; }
