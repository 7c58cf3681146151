import DSQLDiagnostics
import Testing

@Suite struct DiagnosticCodeTests {
  @Test func everyNumberIsUniqueAndInItsFaultsThousand() {
    let numbers = DiagnosticCode.allCases.map(\.rawValue)
    #expect(Set(numbers).count == numbers.count)
    #expect(numbers.allSatisfy { (1000..<5000).contains($0) })
  }

  @Test(arguments: DiagnosticCode.allCases)
  func everySQLStateHasFiveCharacters(code: DiagnosticCode) {
    #expect(code.sqlState.utf8.count == 5)
    #expect(code.sqlState.allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) })
  }

  @Test(arguments: [
    (DiagnosticCode.syntaxError, DiagnosticCode.Fault.user, "42601"),
    (.undefinedEntity, .user, "42P01"),
    (.nestingTooDeep, .user, "54001"),
    (.featureNotSupported, .user, "0A000"),
    (.connectionFailure, .service, "08006"),
    (.limitExceeded, .limit, "53400"),
    (.programLimitExceeded, .limit, "54000"),
    (.internalError, .internal, "XX000"),
  ])
  func faultAndSQLState(code: DiagnosticCode, fault: DiagnosticCode.Fault, state: String) {
    #expect(code.fault == fault)
    #expect(code.sqlState == state)
  }
}
