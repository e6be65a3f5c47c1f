import Foundation

/// The words that the argument parser writes in English, in French.
enum French {
    private static let headings = [
        ("OVERVIEW: ", ""), ("USAGE: ", "Usage : "), ("ARGUMENTS:", "Arguments :"), ("OPTIONS:", "Options :"), ("SUBCOMMANDS:", "Commandes :"),
        ("<options>", "[options]"), ("<subcommand>", "<commande>"), ("Show help information.", "Affiche cette aide."),
        ("Show the version.", "Affiche la version."), ("Show subcommand help information.", "Affiche l’aide d’une commande."),
        ("(default:", "(par défaut :"),
    ]

    static func help(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines.removeAll { $0.contains("for detailed help.") }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return headings.reduce(lines.joined(separator: "\n")) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
    }

    /// One sentence on what was typed wrongly.
    static func sentence(_ message: String) -> String {
        let line = message.split(separator: "\n").first.map(String.init) ?? message
        for (pattern, words) in sentences {
            if let match = try? pattern.wholeMatch(in: line) {
                return words.replacingOccurrences(of: "%", with: match.output.compactMap { $0.substring.map(String.init) }.dropFirst().first ?? "")
            }
        }
        return line
    }

    private static var sentences: [(Regex<AnyRegexOutput>, String)] {
        [
            (Regex(#/Unknown option '([^']*)'.*/#), "l’option « % » n’existe pas."),
            (Regex(#/Unexpected argument '([^']*)'.*/#), "« % » est en trop."),
            (Regex(#/\d+ unexpected arguments: (.*)/#), "ces mots sont en trop : %."),
            (Regex(#/Missing expected argument '([^']*)'.*/#), "il manque %."),
            (Regex(#/Missing value for '([^']*)'.*/#), "il manque la valeur de « % »."),
            (Regex(#/The value '([^']*)' is invalid for .*/#), "« % » ne convient pas ici."),
        ]
    }
}
