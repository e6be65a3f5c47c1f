import Access
import Accounts
import Journal
import Matching

/// Whom a search looks for, and what speaks enough for it.
package struct CaseQuestion: Sendable {
    let traits: CaseTraits
    let speaks: @Sendable (Likeness) -> Bool
    /// The sealed fields of a person, and of a file, that it is held against: what is not asked for stays closed.
    let ofPerson: Set<String>
    let ofFile: Set<String>
    /// The case number that the text may be.
    let number: String?

    /// What was typed into the search box: a name however spelt, a telephone, a case number.
    package init(text: String) {
        let telephones = CaseTraits.numbers(in: text)
        traits = CaseTraits(
            name: telephones.isEmpty ? text : nil, otherNames: nil, motherName: nil, sex: nil, birthYear: nil, ageBand: nil, year: nil, nationality: nil,
            place: nil, telephone: text)
        ofPerson = CaseTraits.ofNames
        ofFile = telephones.isEmpty ? [] : [CaseFile.name(of: \.telephone)]
        speaks = { $0.hasLikeNames || $0.parts.contains { $0.agreement == .telephoneEqual } }
        number = CaseFile.number(in: text)
    }

    /// Whether someone may have a file already, before another is opened.
    package init(_ contact: FirstContact, on day: Day) {
        traits = contact.traits(on: day)
        (ofPerson, ofFile) = (CaseTraits.ofPerson, CaseTraits.ofFile)
        speaks = { $0.isPossibleDuplicate }
        number = nil
    }

    /// Whether anything but names is compared.
    var asksBeyondNames: Bool { ofPerson != CaseTraits.ofNames || !ofFile.isEmpty }

    /// Whether there is anything to be found by.
    package var isEmpty: Bool { traits.names.isEmpty && traits.telephones.isEmpty && number == nil }

    /// What stands for the question while a form goes to and fro: another name is another question.
    package var digest: Digest {
        Digest(of: Array((traits.names.map(\.spelling) + traits.telephones.sorted()).joined(separator: "\n").utf8))
    }

    /// Whether two things are asked for that may meet: what the files of others are asked for too.
    package var asksOfOthers: Bool { traits.names.count + traits.telephones.count >= 2 }
}

extension CaseFile {
    /// The number that was typed, as it is printed; letters that are never drawn are read as the digits that they look like.
    static func number(in text: String) -> String? {
        let signs = text.uppercased().filter { $0.isLetter || $0.isNumber }.map { ["O": "0", "I": "1", "L": "1"][$0] ?? $0 }
        guard signs.count == 6, signs.allSatisfy(numberSigns.contains) else { return nil }
        return "\(String(signs[0..<3]))-\(String(signs[3..<6]))"
    }
}
