import DSQLAPI
import DSQLClient
import Foundation
import HTTPTypes

/// What the token endpoint answered, read.
///
/// - Source: `identity.md` §2, rule 4, and §5.2.
enum TokenAnswer {
  /// The tokens of an answer.
  ///
  /// - Parameters:
  ///   - answer: The answer.
  ///   - known: Secrets of the request, which must not come back in a message.
  /// - Returns: The tokens.
  /// - Throws: `IdentityError` where there are none.
  static func tokens(
    in answer: TransportAnswer,
    hiding known: [String]
  ) throws(IdentityError) -> SignInTokens {
    guard (200..<300).contains(answer.status) else { throw refusal(answer, hiding: known) }
    guard let body = try? JSONDecoder().decode(Body.self, from: Data(answer.body)),
      let token = body.access_token, !token.isEmpty
    else {
      throw IdentityError(.notAToken, detail: excerpt(of: answer, hiding: known))
    }
    if let type = body.token_type, type.lowercased() != "bearer" {
      throw IdentityError(
        .notAToken,
        detail: "the token is of the type \(Redactor.shown(type, most: 40, hiding: known))"
      )
    }
    return SignInTokens(
      accessToken: AccessToken(token),
      lifetime: body.expires_in?.seconds,
      refreshToken: body.refresh_token.flatMap { $0.isEmpty ? nil : RefreshToken($0) },
      scopes: body.scope.flatMap { $0.isEmpty ? nil : GrantedScopes(text: Redactor.stripped($0)) }
    )
  }

  /// What an answer that is no success says.
  static func refusal(
    _ answer: TransportAnswer,
    hiding known: [String]
  ) -> IdentityError {
    let said = try? JSONDecoder().decode(Refusal.self, from: Data(answer.body))
    let error = said?.error ?? ""
    let detail =
      error.isEmpty
      ? excerpt(of: answer, hiding: known)
      : Redactor.shown(
        [error, said?.error_description ?? ""].filter { !$0.isEmpty }.joined(separator: ": "),
        hiding: known
      )
    switch answer.status {
    case 429:
      return IdentityError(.throttled(seconds: retryAfter(answer) ?? 0), detail: detail)
    case 500...: return IdentityError(.failed(status: answer.status), detail: detail)
    default:
      return IdentityError(error.isEmpty ? .notAToken : .refused(error), detail: detail)
    }
  }

  /// Whole seconds of `Retry-After`; nil where it has none, or a date.
  private static func retryAfter(_ answer: TransportAnswer) -> Int? {
    answer.headers[.retryAfter].flatMap { Int($0.trimmingCharacters(in: .whitespaces)) }
      .flatMap { (0...86_400).contains($0) ? $0 : nil }
  }

  /// The status and where the answer leads or how it begins.
  private static func excerpt(of answer: TransportAnswer, hiding known: [String]) -> String {
    var text = "HTTP status \(answer.status)"
    if (300..<400).contains(answer.status), let target = answer.headers[.location] {
      text += ", to \(target), which is not followed"
    } else if !answer.body.isEmpty {
      text += ": " + String(decoding: answer.body.prefix(4096), as: UTF8.self)
    }
    return Redactor.shown(text, hiding: known)
  }

  // swift-format-ignore: AlwaysUseLowerCamelCase
  // The members' own names.
  private struct Body: Decodable {
    var access_token: String?
    var expires_in: Lifetime?
    var token_type: String?
    var refresh_token: String?
    var scope: String?
  }

  // swift-format-ignore: AlwaysUseLowerCamelCase
  private struct Refusal: Decodable {
    var error: String?
    var error_description: String?
  }

  /// A whole number, a broken one, or one in quotes.
  private struct Lifetime: Decodable {
    let seconds: Int64?

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let number =
        (try? container.decode(Double.self))
        ?? (try? container.decode(String.self)).flatMap(Double.init)
      seconds = number.flatMap { $0 >= 0 && $0 < 1e12 ? Int64($0) : nil }
    }
  }
}
