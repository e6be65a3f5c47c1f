import Access
import Exchange
import Journal
import Results
import Testing

@Suite("Open data")
struct OpenDataTests {
    private static func terms(_ change: (inout OpenDataTerms) -> Void = { _ in }) -> OpenDataTerms {
        var terms = OpenDataTerms()
        (terms.publisher, terms.publisherType, terms.activity, terms.currency) = ("NE-DGI-00000", "22", "EXEMPLE", "EUR")
        (terms.sectors, terms.excluded) = ("15190 70 , 15150 30 %", "r2.6; R3.4")
        change(&terms)
        return terms
    }

    private static func approval(_ account: ID<Account>, of terms: OpenDataTerms) -> OpenDataApproval {
        var approval = OpenDataApproval()
        (approval.by, approval.on, approval.terms) = (account, Day("2027-03-08"), terms.digest)
        return approval
    }

    @Test("is closed until two people agree to the terms as they stand")
    func two() throws {
        let (one, other) = (ID<Account>(), ID<Account>())
        let terms = Self.terms()
        #expect(throws: Refusal.self) { try OpenData(nil, []).check(approvalBy: one) }
        #expect(!OpenData(terms, []).isOpen)
        let first = Self.approval(one, of: terms)
        #expect(throws: Refusal.self) { try OpenData(terms, [first]).checkOpen() }
        #expect(throws: Refusal.self) { try OpenData(terms, [first]).check(approvalBy: one) }
        #expect(!OpenData(terms, [first, Self.approval(one, of: terms)]).isOpen)
        let both = [first, Self.approval(other, of: terms)]
        #expect(OpenData(terms, both).isOpen)
        for change: (inout OpenDataTerms) -> Void in [
            { $0.excluded = "" }, { $0.publisher = "NE-DGI-1" }, { $0.sectors = "15190 100" }, { $0.summary = "x" }, { $0.funder = "y" },
        ] {
            #expect(!OpenData(Self.terms(change), both).isOpen)
        }
    }

    @Test("reads its terms, or says which field cannot stand")
    func terms() throws {
        let read = Self.terms()
        #expect(read.excludedCodes == ["R2.6", "R3.4"])
        #expect(read.sectorShares?.map(\.code) == ["15190", "15150"])
        try IATISettings(read, publisher: "x").check()
        for (field, change) in [
            ("publisher", { $0.publisher = "" }), ("publisher_type", { $0.publisherType = "x" }), ("activity", { $0.activity = "a/b" }),
            ("currency", { $0.currency = "euro" }),
            ("sectors", { $0.sectors = "15190" }), ("sectors", { $0.sectors = "15190 60" }), ("sectors", { $0.sectors = "" }),
        ] as [(String, (inout OpenDataTerms) -> Void)] {
            let refusal = #expect(throws: Refusal.self) { try IATISettings(Self.terms(change), publisher: "x").check() }
            #expect(refusal?.problems.contains { $0.field == field } == true, "\(field)")
        }
    }
}
