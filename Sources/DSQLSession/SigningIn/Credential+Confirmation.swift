import DSQLAPI
package import FoundationEssentials

extension Credential {
  /// What a successful sign-in is told with.
  ///
  /// `Logged in to acme as Ana Diaz <ana@acme.com> until 14 Mar (60 days). Scopes: Schema.Read.`
  ///
  /// - Parameters:
  ///   - profile: The profile's name.
  ///   - timeZone: The user's, for the day.
  /// - Returns: The sentence or two.
  package func confirmation(profile: String, timeZone: TimeZone) -> String {
    var text = "Logged in to \(profile)"
    switch kind {
    case .user: text += shownPerson.map { " as \($0)" } ?? ""
    case .application: text += " as application \(clientID), without a person"
    case .personalToken:
      text += " with a personal access token" + (shownPerson.map { " of \($0)" } ?? "")
    }
    if let ends {
      let days = (ends - loggedIn) / 86400
      text += " until \(Self.day(ends, timeZone)) (\(days) days)"
    } else if kind == .user, let expires {
      text += " for \(max(1, (expires - loggedIn) / 60)) minutes"
    }
    text += "."
    if let scopes {
      let known = ServiceScope.allCases.filter { scopes.allows($0) }.map(\.shortName)
      text += " Scopes: \(known.isEmpty ? scopes.text : known.joined(separator: " "))."
    }
    return text
  }

  private var shownPerson: String? {
    guard let name = person.name else { return person.shown }
    return person.email.map { "\(name) <\($0)>" } ?? name
  }

  /// `14 Mar`, in English whatever the user's language, as all else is.
  private static func day(_ seconds: Int64, _ timeZone: TimeZone) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    let date = Date(timeIntervalSince1970: TimeInterval(seconds))
    let parts = calendar.dateComponents([.day, .month], from: date)
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    return "\(parts.day ?? 1) \(months[(parts.month ?? 1) - 1])"
  }
}
