// Parallel loops and sums whose bits do not depend on the number of threads.
//
// Work is cut into blocks by the problem alone (planes of the grid, say), never by the number of threads. Every block
// leaves its partial sum in its own slot and the slots are added in order.
#pragma once

#include <omp.h>

#include <cstddef>
#include <vector>

namespace iceball {

// Calls body(block) for block in [0, blocks), in any order, on all threads. body must not throw.
template <class Body>
void parallel_blocks(int blocks, Body&& body) {
#pragma omp parallel for schedule(static)
    for (int block = 0; block < blocks; ++block) body(block);
}

// Sum over blocks of body(block), always added in the order of the blocks. Value needs += and a zero default.
template <class Value, class Body>
Value ordered_block_sum(int blocks, Body&& body) {
    std::vector<Value> partial(static_cast<std::size_t>(blocks));
    parallel_blocks(blocks, [&](int block) { partial[static_cast<std::size_t>(block)] = body(block); });
    Value total{};
    for (const Value& value : partial) total += value;
    return total;
}

}  // namespace iceball
