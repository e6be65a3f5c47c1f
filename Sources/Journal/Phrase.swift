/// The languages that every page is written in, in the order in which they are offered.
package enum Language: String, CaseIterable, Sendable {
    case french = "fr"
    case english = "en"

    /// The direction that text of this language is written in, as HTML's `dir` names it.
    package var direction: String { "ltr" }
}

/// A text that people read, in each language, side by side: one cannot be written without the other.
@usableFromInline package struct Phrase: Hashable, Sendable {
    package let french: String
    package let english: String

    @usableFromInline package init(_ french: String, en english: String) {
        self.french = french
        self.english = english
    }

    /// A name that is the same in each language: an acronym, a proper noun.
    package init(same: String) {
        self.init(same, en: same)
    }

    package func callAsFunction(_ language: Language) -> String {
        switch language {
        case .french: french
        case .english: english
        }
    }
}
