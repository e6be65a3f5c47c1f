import Exchange
import Journal
import Results
import Testing

@Suite("The table of a baseline study")
struct StudyTableTests {
    private static func indicator(_ code: String, percentage: Bool = false) -> Indicator {
        var indicator = Indicator()
        indicator.code = code
        if percentage { indicator.measure = .percentage }
        return indicator
    }

    private static let indicators = [indicator("O1.1"), indicator("R1.3", percentage: true), indicator("R2.1")]

    @Test("gives each finding to the indicator whose code it has")
    func stated() throws {
        let found = try StudyTable.findings("Indicateur;Valeur;Partie;Total\no1.1;2,8;;\nR1.3;;12;40\n", of: Self.indicators)
        #expect(found == [StudyFinding("O1.1", number: Quantity("2.8")), StudyFinding("R1.3", part: 12, whole: 40)])
        #expect(try StudyTable.findings(StudyTable.text(found), of: Self.indicators) == found)
    }

    @Test("works out what the answers of KoboToolbox come to, and keeps none of them")
    func answered() throws {
        let answers = "start;etat/O1_1;etat/R1_3;R2_1;_submitted_by\n2026;2;oui;10;agent7\n2026;3;non;;agent7\n2026;3;oui;11;agent8\n"
        let found = try StudyTable.findings(answers, of: Self.indicators)
        #expect(
            found == [
                StudyFinding("O1.1", number: Quantity("2.6667")), StudyFinding("R1.3", part: 2, whole: 3), StudyFinding("R2.1", number: Quantity("10.5")),
            ])
        #expect(!StudyTable.text(found).contains("agent7"))
    }

    @Test(
        "refuses what it cannot give to one indicator as one value",
        arguments: [
            "indicateur;valeur\nX9;3", "indicateur;valeur;partie;total\nO1.1;3;1;2", "indicateur;valeur\nO1.1;beaucoup", "indicateur;valeur\nO1.1;3\nO1.1;4",
            "O1_1\nbeaucoup", "R1_3\npeut-être", "nom\nA", "indicateur;partie;total\nR1.3;3;",
        ])
    func refused(text: String) {
        #expect(throws: Refusal.self) { try StudyTable.findings(text, of: Self.indicators) }
    }
}
