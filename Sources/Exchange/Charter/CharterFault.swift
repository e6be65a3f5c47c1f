import Foundation
import Journal

/// Why a charter was not read, in one sentence: which file and line, what is wrong, what to do.
package struct CharterFault: Error, Equatable, Sendable {
    package let file: String
    package let line: Int
    package let phrase: Phrase

    init(file: String, line: Int, _ french: String, en english: String) {
        self.file = file
        self.line = line
        phrase = Phrase("\(file), ligne \(line) : \(french)", en: "\(file), line \(line): \(english)")
    }
}

extension CharterFault: LocalizedError {
    package var errorDescription: String? { phrase.french }
}

/// The known word that is nearest to the one written, so that a slip can be named; nil when none is near, or two are.
///
/// Accents, case, blanks, hyphens and underscores do not count; beyond them a third of the letters may differ, three at most.
func nearest(to word: String, among known: some Sequence<String>) -> String? {
    let written = folded(word)
    let ranked = known.map { (distance(written, folded($0)), $0) }.sorted { $0 < $1 }
    guard let (distance, best) = ranked.first, distance <= min(3, max(1, written.count / 3)) else { return nil }
    return ranked.dropFirst().first?.0 == distance ? nil : best
}

/// True if the words differ in accents, case, blanks, hyphens and underscores alone.
func isSameWord(_ a: String, _ b: String) -> Bool {
    folded(a) == folded(b)
}

private func folded(_ word: String) -> [Character] {
    let plain = word.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
    return plain.replacing("œ", with: "oe").filter { $0 != "_" && $0 != "-" && !$0.isWhitespace }.map { $0 }
}

/// How many letters must be put in, taken out or changed (Levenshtein).
private func distance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, y) in b.enumerated() {
            let above = row[j + 1]
            row[j + 1] = x == y ? diagonal : 1 + min(diagonal, above, row[j])
            diagonal = above
        }
    }
    return row[b.count]
}
