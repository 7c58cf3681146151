// Variadic functions of SQLite for Swift, as typed ones.
#ifndef DSQL_CSQLITE_SHIM_H
#define DSQL_CSQLITE_SHIM_H

struct sqlite3;
extern int sqlite3_test_control(int operation, ...);

// Switches off the Bloom filter that SQLite puts before an index it makes for a join. It hashes a text
// by its length (3.40.1), so that texts which a collation of ours calls equal do not meet: 1.0 and 1.00.
static inline int dsql_disable_bloom_filters(struct sqlite3 *database) {
  const int optimizations = 15;  // SQLITE_TESTCTRL_OPTIMIZATIONS
  const unsigned int bloom_filter = 0x00080000;  // SQLITE_BloomFilter in sqliteInt.h
  return sqlite3_test_control(optimizations, database, bloom_filter);
}

#endif
