import Dispatch

/// Lets few scrypts run at once, outside Swift's cooperative threads, and few wait: each holds 32 to 64 MiB.
package actor ScryptQueue {
    /// What one scrypt costs for every account, and for names that nobody has, so that the time an answer takes tells nothing of either.
    package nonisolated let cost: ScryptCost
    private let atOnce: Int
    private let waitingLimit: Int
    private var running = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private let queue = DispatchQueue(label: "promig.scrypt", attributes: .concurrent)

    package init(cost: ScryptCost = .circle, atOnce: Int = 2, waitingLimit: Int = 32) {
        self.cost = cost
        self.atOnce = atOnce
        self.waitingLimit = waitingLimit
    }

    /// How many wait for their turn now.
    package var waitingCount: Int { waiting.count }

    /// What `work` returned or threw. Throws `VaultError.tooManyWaiting` at once when the queue is full, and
    /// `CancellationError` without running `work` when the task was cancelled before its turn came.
    package func run<Output: Sendable>(_ work: @escaping @Sendable () throws -> Output) async throws -> Output {
        if running < atOnce {
            running += 1
        } else {
            guard waiting.count < waitingLimit else { throw VaultError.tooManyWaiting }
            // The one who leaves hands its permit over, so `running` stays as it is.
            await withCheckedContinuation { waiting.append($0) }
        }
        defer { leave() }
        try Task.checkCancellation()
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: work)) }
        }
    }

    private func leave() {
        if waiting.isEmpty { running -= 1 } else { waiting.removeFirst().resume() }
    }
}
