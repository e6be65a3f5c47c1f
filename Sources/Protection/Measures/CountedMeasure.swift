import Journal
import Statistics

/// A measure of what the registers hold, by what each record that stands by itself adds to it.
struct CountedMeasure: Sendable {
    let measure: Measure
    /// What one case file adds, whether its person agrees to be counted or not.
    let file: @Sendable (CountedFile) -> [MeasureRow]
    /// What one referral adds whose person agrees to be counted.
    private let referral: @Sendable (SentReferral) -> MeasureRow?
    let session: @Sendable (InformationSession) -> [MeasureRow]
    let alert: @Sendable (Alert) -> [MeasureRow]

    var code: String { measure.code }

    func rows(of sent: SentReferral) -> [MeasureRow] { referral(sent).map { [$0] } ?? [] }

    init(
        _ code: String, _ title: Phrase, definition: Phrase, unit: Phrase, _ summary: Measure.Summary, by dimensions: [Dimension], from kinds: [String],
        file: @escaping @Sendable (CountedFile) -> [MeasureRow] = { _ in [] }, referral: @escaping @Sendable (SentReferral) -> MeasureRow? = { _ in nil },
        session: @escaping @Sendable (InformationSession) -> [MeasureRow] = { _ in [] }, alert: @escaping @Sendable (Alert) -> [MeasureRow] = { _ in [] }
    ) {
        measure = Measure(code, title, definition: definition, unit: unit, summary, by: dimensions, from: kinds, .kept(ProtectionMeasures.tallying))
        (self.file, self.referral, self.session, self.alert) = (file, referral, session, alert)
    }
}
