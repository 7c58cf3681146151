import DSQLAPI

/// How the labels of a multiple choice stand in text: a JSON array.
enum ChoiceLabels {
  static func array(of labels: [String]) -> String {
    var json = JSONText()
    json.array(labels) { $0.string($1) }
    return json.text
  }
}
