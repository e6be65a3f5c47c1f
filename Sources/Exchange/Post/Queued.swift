import Foundation
import Journal
import Storage

/// A message that waits in a table until the server takes it.
protocol Queued: Sendable {
    static var table: String { get }
    static var columns: String { get }
    var message: AnyID { get }
    var tries: Int { get }

    init(_ row: any Row) throws
    /// Whether what it is about is still as the message would say.
    func holds(_ connection: any Connection, today: Day) throws -> Bool
    /// Nil where it can be sent to nobody.
    func mail(from: MailAddress, signIn: SignInAddress, product: String, at moment: Date) throws -> MailMessage?
}

extension MailAddress {
    var domain: String { address.split(separator: "@").last.map { String($0) } ?? "" }
}
