import Access
import Accounts
import Foundation
import Journal
import Matching
import Protection
import Storage
import Support
import Testing

@testable import Web

/// The judged pairs of spellings, through the pages: one spelling is on file among others, the other is typed.
@Suite("Recall of the search page")
struct CaseRecallTests {
    /// The pairs of one person’s whole names: the spelling typed, and the one on file.
    private static func pairs() throws -> [(asked: String, kept: String)] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Fixtures/matching/pairs.csv").standardized
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst().compactMap { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
            return cells.count == 5 && cells[0] == "whole" && cells[1] == "same" ? (cells[3], cells[4]) : nil
        }
    }

    /// Opens a file for each name, in acts of a hundred.
    static func open(_ names: [String], _ site: CaseSite) async throws -> [ID<CaseFile>] {
        let (keys, day) = (site.supervisor.keys, site.test.store.today)
        let reader = Reader(account: site.supervisor.account, organization: site.test.organization, roles: [.supervisor])
        var files: [ID<CaseFile>] = []
        for start in stride(from: 0, to: names.count, by: 100) {
            var contacts: [FirstContact] = []
            for name in names[start..<min(start + 100, names.count)] {
                var contact = FirstContact()
                contact.consent.registered = .yes
                contact.clear = ["name": .text(name)]
                contacts.append(contact)
            }
            let made = contacts
            try await site.test.store.perform(
                "case.create", by: Author(site.supervisor.account, keys: keys), in: .organization(site.test.organization), signed: true
            ) { act in
                let ring = try Keyring(keys, act.connection)
                for contact in made { try contact.open(for: reader, leftToIntake: false, by: ring, in: act, on: day) }
                try CaseIndex.update(act.owedIndexes, by: ring, in: act)
            }
            files += made.map(\.caseFile.id)
        }
        return files
    }

    @Test("finds nine in ten judged pairs within its twenty, at its own threshold")
    func recall() async throws {
        let pairs = try Self.pairs()
        #expect(pairs.count >= 300)
        try await CaseSite.with { site in
            var dice = SeededRandom(11)
            let others = (0..<600).map { _ in InventedPerson(inYear: 2027, using: &dice).name }
            let files = try await Self.open(pairs.map(\.kept) + others, site)
            let browser = try await site.test.browser(of: site.supervisor)
            var (found, shown) = (0, 0)
            for (pair, file) in zip(pairs, files) {
                let page = try await browser.post("/case-search", ["q": pair.asked])
                found += page.body.contains("<a href=\"/cases/\(file)\">") ? 1 : 0
                shown += page.body.matches(of: #/<a href="\/cases\/[0-9a-z]{26}">/#).count
            }
            let recall = Double(found) / Double(pairs.count)
            print(
                "  measured: recall of the search page, \(pairs.count) pairs among \(files.count) files: \(recall); \(Double(shown) / Double(pairs.count)) shown a search"
            )
            #expect(recall >= 0.90)
            #expect(shown <= 20 * pairs.count)
        }
    }
}
