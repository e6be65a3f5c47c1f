import NetworkLife
import Testing

@Suite("A membership")
struct MembershipStepTests {
    @Test("begins with an application, is reviewed before it is decided, and can be asked for again after a refusal")
    func order() {
        #expect(MembershipStepKind.following(nil) == [.application])
        #expect(!MembershipStepKind.following(.application).contains(.admission))
        #expect(MembershipStepKind.following(.review).contains(.admission))
        #expect(MembershipStepKind.following(.refusal) == [.application])
        #expect(MembershipStepKind.following(.dissolution).isEmpty)
    }
}
