/// Why an act was not done, in words for the person who asked, and beside which field.
///
/// A refusal is an answer and not a fault: nothing was written, and what was typed comes back with it.
package struct Refusal: Error, Equatable, Sendable {
    package struct Problem: Equatable, Sendable {
        /// Nil where the whole act is concerned.
        package let field: String?
        package let text: Phrase

        package init(_ field: String?, _ text: Phrase) {
            self.field = field
            self.text = text
        }
    }

    /// What stands in a log and in support: stable, never data.
    package let code: String
    package let problems: [Problem]

    package init(_ code: String, _ problems: [Problem]) {
        self.code = code
        self.problems = problems
    }

    package init(_ code: String, _ text: Phrase, field: String? = nil) {
        self.init(code, [Problem(field, text)])
    }
}
