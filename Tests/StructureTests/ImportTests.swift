import Foundation
import Testing

@Suite("The house")
struct ImportTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let free: Set<String> = ["Foundation", "FoundationXML", "Synchronization", "Dispatch", "Glibc"]

    /// The table of ARCHITECTURE.md: each target and what it may import.
    private static func table() throws -> [String: Set<String>] {
        let text = try String(contentsOf: root.appending(path: "ARCHITECTURE.md"), encoding: .utf8)
        var table: [String: Set<String>] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let imports = Set(cells[2].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
            for target in cells[0].split(separator: ",") {
                table[target.trimmingCharacters(in: CharacterSet(charactersIn: "` "))] = imports
            }
        }
        return table
    }

    private static func swiftFiles(in folder: URL) -> [URL] {
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        return all.filter { $0.pathExtension == "swift" }
    }

    @Test("imports what its table allows, and every target has its line")
    func imports() throws {
        let table = try Self.table()
        let targets = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path(percentEncoded: false))
        #expect(Set(targets) == Set(table.keys), "targets without a line, or lines without a target")
        for target in targets.sorted() where table[target] != ["everything"] {
            let allowed = (table[target] ?? []).union(Self.free)
            for file in Self.swiftFiles(in: Self.root.appending(path: "Sources/\(target)")) {
                let text = try String(contentsOf: file, encoding: .utf8)
                let imported = text.matches(of: #/(?m)^(?:package |@testable |@preconcurrency |public )*import (?:struct |class |enum |func )?(\w+)/#)
                for module in imported.map({ String($0.1) }) {
                    #expect(allowed.contains(module), "\(target)/\(file.lastPathComponent) imports \(module)")
                }
            }
        }
    }

    @Test("keeps every source file short enough to read, and leaves nothing half done")
    func files() throws {
        for file in Self.swiftFiles(in: Self.root.appending(path: "Sources")) {
            let text = try String(contentsOf: file, encoding: .utf8)
            let name = file.lastPathComponent
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
            #expect(lines <= 400, "\(name) has \(lines) lines")
            let isOpen = text.contains(#/\b(TODO|FIXME|XXX)\b/#)
            #expect(!isOpen, "\(name) leaves something open")
        }
    }

    @Test("says nothing in English that is its French, unless it says so")
    func phrases() throws {
        for file in Self.swiftFiles(in: Self.root.appending(path: "Sources")) {
            let text = try String(contentsOf: file, encoding: .utf8)
            for pair in text.matches(of: #/"((?:[^"\\]|\\.)+)",\s*en: "((?:[^"\\]|\\.)+)"/#) {
                #expect(pair.1 != pair.2 || Self.sameInBoth.contains(String(pair.1)), "\(file.lastPathComponent): « \(pair.1) »")
            }
        }
    }

    /// Words that are spelled alike in both languages, beside those written `Phrase(same:)`.
    private static let sameInBoth: Set<String> = [
        "Abstentions", "Action", "Budget", "Administration", "Admission", "Code", "Conditions", "Coordination", "Date", "Dates", "Dissolution",
        "Information", "Invitation", "Invitations", "Motivation", "Normal", "Note", "Notes", "Organisation", "P-code", "Pages",
        "Participant", "Participants", "Places", "Plan", "Position", "Programme", "Quorum", "Rapporteur", "Section", "Sections", "Service", "Signature",
        "Situation", "Suspension", "Total", "Type", "Urgent", "Vote", "institution", "organisation", "organisations", "participant",
        "participants",
    ]

    @Test("writes French with its own signs", arguments: ["'", " !", " ?", " ;", " :", "« "])
    func typography(sign: String) throws {
        for file in Self.swiftFiles(in: Self.root.appending(path: "Sources")) {
            let text = try String(contentsOf: file, encoding: .utf8)
            for pair in text.matches(of: #/"((?:[^"\\]|\\.)+)",\s*en: "/#) {
                let french = pair.1.replacing(#/\\\([^)]*\)+/#, with: "")
                #expect(!french.contains(sign), "\(file.lastPathComponent): « \(pair.1) » needs ’ or a no-break space")
            }
        }
    }
}
