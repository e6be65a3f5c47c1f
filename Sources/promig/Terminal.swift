import Foundation

/// Writes a line at once, also where standard output is a file or a pipe.
func tell(_ line: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data("\(line)\n".utf8))
}

/// Writes a line to standard error.
func note(_ line: String) {
    try? FileHandle.standardError.write(contentsOf: Data("promig : \(line)\n".utf8))
}

enum Terminal {
    /// Asks for what must not be seen on the screen; from a pipe, takes its first line.
    static func secret(_ question: String) throws -> String {
        let isTerminal = isatty(0) == 1
        var settings = termios()
        if isTerminal {
            try? FileHandle.standardError.write(contentsOf: Data(question.utf8))
            tcgetattr(0, &settings)
            var quiet = settings
            quiet.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(0, TCSANOW, &quiet)
        }
        defer {
            if isTerminal {
                tcsetattr(0, TCSANOW, &settings)
                try? FileHandle.standardError.write(contentsOf: Data("\n".utf8))
            }
        }
        guard let line = readLine(), !line.isEmpty else { throw Fault("aucune clé n’a été donnée.") }
        return line
    }
}

/// How far a long work is, on one line of a terminal; silent where standard error is none.
final class ProgressBar: Sendable {
    private let label: String
    private let isShown: Bool

    init(_ label: String, isSilent: Bool = false) {
        self.label = label
        isShown = !isSilent && isatty(2) == 1
    }

    /// `all` is nil where nobody knows how much there is.
    func show(_ done: Int, of all: Int? = nil) {
        guard isShown else { return }
        var line = "\r\(label) : \(done)"
        if let all, all > 0 {
            let filled = 30 * min(done, all) / all
            line += " / \(all) [" + String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled) + "]"
        }
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }

    func end() {
        if isShown { try? FileHandle.standardError.write(contentsOf: Data("\n".utf8)) }
    }
}
