import Foundation

/// A text as lists sort and searches find it: without case, accents or typographic signs.
package enum Folded {
    private static let locale = Locale(identifier: "fr")

    package static func key(_ text: String) -> String {
        let plain = text.folding(options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: locale)
        return plain.unicodeScalars.split { !CharacterSet.alphanumerics.contains($0) }.map { String($0) }.joined(separator: " ")
    }
}
