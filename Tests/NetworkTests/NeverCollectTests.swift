import Accounts
import Foundation
import Journal
import NetworkLife
import Protection
import Results
import Testing

/// `docs/never-collect.md`, as its own last chapter says that it is read.
struct NeverCollect {
    /// The words of each phrase; one that ends with `*` stands for all that begin so.
    let phrases: [(item: String, words: [String])]

    init() throws {
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
    func item(askedBy text: String) -> String? {
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

@Suite("What is never asked")
struct NeverCollectTests {
    @Test("is asked by no field of any record, neither by its name nor by its words")
    func fields() throws {
        let never = try NeverCollect()
        #expect(never.phrases.count > 80)
        for kind in AccountsArea.kinds + NetworkArea.kinds + ResultsArea.kinds + ProtectionArea.kinds {
            for column in kind.columns {
                var texts = [column.name]
                for phrase in [kind.labels[column.name], kind.hints[column.name]].compactMap({ $0 }) { texts += [phrase.french, phrase.english] }
                if case .choice(let list)? = kind.inputs[column.name] { texts += list.flatMap { [$0.code, $0.label.french, $0.label.english] } }
                if case .choices(let list)? = kind.inputs[column.name] { texts += list.flatMap { [$0.code, $0.label.french, $0.label.english] } }
                for text in texts {
                    let item = never.item(askedBy: text)
                    #expect(item == nil, "\(kind.name).\(column.name): « \(text) » asks for \(item ?? "")")
                }
            }
        }
    }

    @Test(
        "is recognised in the forms that a question takes",
        arguments: [
            ("numeroPasseport", "papers"), ("Numéros de passeports", "papers"), ("religious_belief", "religion"), ("Itinéraire prévu", "route"),
            ("GPS", "shelter"), ("Nom du chauffeur", "helpers"), ("titre-de-séjour", "legal-status"), ("Ethnicité", "ethnicity"),
        ])
    func forms(text: String, item: String) throws {
        #expect(try NeverCollect().item(askedBy: text) == item)
    }

    @Test("is not seen where it is not", arguments: ["Nom", "Raceland", "Adresse", "Hôtel", "Prévision", "Date de démarrage", "Titre"])
    func innocent(text: String) throws {
        #expect(try NeverCollect().item(askedBy: text) == nil)
    }
}
