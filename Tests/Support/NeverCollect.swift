import Foundation

/// `docs/never-collect.md`, as its own last chapter says that it is read.
package struct NeverCollect: Sendable {
    /// The words of each phrase; one that ends with `*` stands for all that begin so.
    package let phrases: [(item: String, words: [String])]

    package init() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../docs/never-collect.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let block = text.components(separatedBy: "```never-collect\n")[1].components(separatedBy: "```")[0]
        phrases = block.split(separator: "\n").flatMap { line in
            let halves = line.split(separator: ":", maxSplits: 1)
            return halves[1].split(separator: ",").map { phrase in
                (String(halves[0]), phrase.split(separator: " ").map { String($0) })
            }
        }
    }

    /// The first item that the name, label or question asks for; nil where it asks for none.
    package func item(askedBy text: String) -> String? {
        let words = Self.words(of: text)
        return phrases.first { phrase in
            guard phrase.words.count <= words.count else { return false }
            return (0...(words.count - phrase.words.count)).contains { start in
                zip(words[start...], phrase.words).allSatisfy(Self.stands)
            }
        }?.item
    }

    private static func stands(_ word: String, for wanted: String) -> Bool {
        if wanted.hasSuffix("*") { return word.hasPrefix(wanted.dropLast()) }
        return word == wanted || word == wanted + "s" || word == wanted + "x"
    }

    /// Split at blanks, punctuation, underscores and changes of case; lower case, without accents.
    static func words(of text: String) -> [String] {
        var split = ""
        var wasLower = false
        for character in text {
            if character.isUppercase, wasLower { split += " " }
            wasLower = character.isLowercase
            split.append(character)
        }
        return split.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: Locale(identifier: "fr"))
            .split { !$0.isLetter && !$0.isNumber }.map { String($0) }
    }
}
