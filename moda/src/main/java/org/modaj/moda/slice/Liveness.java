package org.modaj.moda.slice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.modaj.moda.ModularizationException;
import org.modaj.nn.Network;
import org.modaj.nn.unit.UnitFlow;
import org.modaj.nn.unit.UnitFlow.Reading;
import org.modaj.nn.unit.UnitLayout;

/**
 * Decides what is left of each layer, from last to first: what is {@link Alive} and needed by a
 * reader stays, and a layer that no reader needs goes.
 *
 * <p>A layer of which nothing stays, but whose shape is needed, keeps its first position that a
 * reader asked for; it is read as 0.
 */
final class Liveness {
  private final DeclaredUnits declared;
  private final KeepSets keep;
  private final Map<Integer, BitSet> roots;
  private final Forced forced;
  private final BitSet[] alive;

  /** Positions that readers ask for, dead ones included. */
  private final BitSet[] wanted;

  private final BitSet required = new BitSet();
  private final BitSet[] stays;
  private final BitSet[] readable;

  private Liveness(DeclaredUnits declared, KeepSets keep, Forced forced) {
    this.declared = declared;
    this.keep = keep;
    this.roots = keep.roots(declared);
    this.forced = forced;
    int count = declared.size();
    alive = new Alive(declared, keep.kept()).positions();
    wanted = new BitSet[count];
    stays = new BitSet[count];
    readable = new BitSet[count];
    Arrays.setAll(wanted, i -> new BitSet());
  }

  /**
   * What is left of each layer; null for layers that go.
   *
   * @param forced positions that stay whether they are needed or not
   */
  static List<NodeCut> of(DeclaredUnits declared, KeepSets keep, Forced forced) {
    Liveness liveness = new Liveness(declared, keep, forced);
    for (int i = declared.size() - 1; i >= 0; i--) {
      liveness.visit(i);
    }
    List<NodeCut> cuts = new ArrayList<>();
    for (int i = 0; i < declared.size(); i++) {
      cuts.add(liveness.required.get(i) ? liveness.cut(i) : null);
    }
    return cuts;
  }

  // ------------------------------------------------------------------------------ backwards

  private void visit(int index) {
    BitSet root = roots.get(index);
    if (root != null) {
      want(index, root);
    }
    if (!required.get(index)) {
      return;
    }
    UnitFlow flow = declared.flows().get(index);
    BitSet own = (BitSet) wanted[index].clone();
    own.and(alive[index]);
    own.or(forced.outputs(index));
    BitSet unread = new BitSet();
    if (!flow.parts().isEmpty()) {
      fillParts(index, flow, own, unread);
    } else if (own.isEmpty()) {
      unread.set(Math.max(0, wanted[index].nextSetBit(0)));
    }
    own.or(unread);
    stays[index] = own;
    readable[index] = (BitSet) own.clone();
    readable[index].and(alive[index]);
    if (keep.artifact()) {
      readable[index].or(unread);
    } else {
      readable[index].andNot(unread); // it only keeps a place, and computes without the others
    }
    if (flow.moved().isPresent()) {
      wantMoved(index, flow.moved().get(), own);
    } else {
      BitSet blocks = blocks(index, flow, own);
      for (int input = 0; input < flow.readings().size(); input++) {
        int from = declared.inputs(index).get(input);
        if (from != Network.INPUT) {
          want(from, read(index, input, blocks, alive[from]));
        }
      }
    }
  }

  /** A part that reads itself stays with all that is alive in it, or with one unit. */
  private void fillParts(int index, UnitFlow flow, BitSet own, BitSet unread) {
    int from = 0;
    for (int size : flow.parts()) {
      BitSet part = KeepSets.all(from + size);
      part.clear(0, from);
      BitSet live = (BitSet) part.clone();
      live.and(alive[index]);
      if (own.intersects(live)) {
        own.or(live);
        BitSet dead = (BitSet) part.clone();
        dead.and(own);
        dead.andNot(live);
        if (!dead.isEmpty()) {
          throw new ModularizationException(
              "slice",
              declared.node(index).name(),
              "its tensors are shared with another layer that keeps other units, "
                  + dead
                  + " too, and it reads its own output, where they are dropped; give both layers"
                  + " the same units");
        }
      } else if (!own.intersects(part)) {
        int asked = wanted[index].nextSetBit(from);
        unread.set(asked >= 0 && asked < from + size ? asked : from);
      }
      from += size;
    }
  }

  private void wantMoved(int index, UnitLayout moved, BitSet own) {
    List<Integer> inputs = declared.inputs(index);
    for (int p = own.nextSetBit(0); p >= 0; p = own.nextSetBit(p + 1)) {
      int from = moved.isZero(p) ? Network.INPUT : inputs.get(moved.input(p));
      if (from != Network.INPUT) {
        required.set(from);
        wanted[from].set(moved.position(p));
      }
    }
    if (own.stream().allMatch(moved::isZero) && inputs.get(0) != Network.INPUT) {
      required.set(inputs.get(0)); // zeros alone need the shape
    }
  }

  private BitSet blocks(int index, UnitFlow flow, BitSet own) {
    BitSet blocks = new BitSet();
    own.stream().forEach(p -> blocks.set(flow.blockOf(p)));
    for (int input = 0; input < flow.readings().size(); input++) {
      if (flow.readings().get(input) == Reading.BLOCK) {
        int size = declared.width(declared.inputs(index).get(input)) / flow.blocks();
        forced.inputs(index, input).stream().forEach(p -> blocks.set(p / size));
      }
    }
    return blocks;
  }

  /** Positions of an input that some blocks read. */
  private BitSet read(int index, int input, BitSet blocks, BitSet each) {
    UnitFlow flow = declared.flows().get(index);
    int width = declared.width(declared.inputs(index).get(input));
    return switch (flow.readings().get(input)) {
      case EACH -> each;
      case WHOLE -> KeepSets.all(width);
      case BLOCK -> expanded(blocks, width / flow.blocks());
    };
  }

  static BitSet expanded(BitSet blocks, int size) {
    if (size == 1) {
      return blocks;
    }
    BitSet positions = new BitSet();
    blocks.stream().forEach(b -> positions.set(b * size, (b + 1) * size));
    return positions;
  }

  private void want(int index, BitSet positions) {
    required.set(index);
    wanted[index].or(positions);
  }

  // ------------------------------------------------------------------------------ what is left

  private NodeCut cut(int index) {
    UnitFlow flow = declared.flows().get(index);
    BitSet own = stays[index];
    if (flow.moved().isPresent()) {
      return new NodeCut(own.stream().toArray(), readable[index], new int[0][], 0, null);
    }
    BitSet blocks = blocks(index, flow, own);
    NodeCut.Trim[] trims = flow.trimming().isPresent() ? trims(index, blocks, own) : null;
    int[] present = trims == null ? present(flow, blocks) : joined(trims, NodeCut.Trim::outputs);
    int[][] delivered = new int[flow.readings().size()][];
    for (int input = 0; input < delivered.length; input++) {
      BitSet live = readable(index, input);
      int[] positions =
          trims != null && input == 0
              ? joined(trims, NodeCut.Trim::inputs)
              : read(index, input, blocks, each(live, forced.inputs(index, input))).stream()
                  .toArray();
      delivered[input] = Arrays.stream(positions).map(p -> live.get(p) ? p : ~p).toArray();
    }
    return new NodeCut(present, readable[index], delivered, blocks.cardinality(), trims);
  }

  /** Positions of an input that are not 0. */
  private BitSet readable(int index, int input) {
    int from = declared.inputs(index).get(input);
    return from == Network.INPUT ? KeepSets.all(declared.width(from)) : readable[from];
  }

  /** What a layer gets that reads each position: something in any case. */
  private static BitSet each(BitSet live, BitSet forced) {
    BitSet each = (BitSet) live.clone();
    each.or(forced);
    if (each.isEmpty()) {
      each.set(0);
    }
    return each;
  }

  private static int[] present(UnitFlow flow, BitSet blocks) {
    int[] present = new int[flow.positions()];
    int count = 0;
    for (int p = 0; p < present.length; p++) {
      if (blocks.get(flow.blockOf(p))) {
        present[count++] = p;
      }
    }
    return Arrays.copyOf(present, count);
  }

  /** Every block keeps what it needs, and fills up to the largest number with what it does not. */
  private NodeCut.Trim[] trims(int index, BitSet blocks, BitSet own) {
    UnitFlow flow = declared.flows().get(index);
    BitSet live = (BitSet) readable(index, 0).clone();
    live.or(forced.inputs(index, 0));
    int outSize = flow.positions() / flow.blocks();
    int inSize = declared.width(declared.inputs(index).get(0)) / flow.blocks();
    int outputs = most(own, blocks, outSize);
    int inputs = most(live, blocks, inSize);
    NodeCut.Trim[] trims = new NodeCut.Trim[flow.blocks()];
    blocks.stream()
        .forEach(b ->
            trims[b] =
                new NodeCut.Trim(
                    filled(own, b * outSize, outSize, outputs),
                    filled(live, b * inSize, inSize, inputs)));
    return trims;
  }

  /** The most positions that a block has, at least 1. */
  private static int most(BitSet positions, BitSet blocks, int size) {
    return blocks.stream()
        .map(b -> positions.get(b * size, (b + 1) * size).cardinality())
        .reduce(1, Math::max);
  }

  /** What a block has of some positions, and its first others up to a number. */
  private static int[] filled(BitSet some, int from, int size, int count) {
    BitSet block = some.get(from, from + size);
    while (block.cardinality() < count) {
      block.set(block.nextClearBit(0));
    }
    return block.stream().map(p -> from + p).toArray();
  }

  private static int[] joined(NodeCut.Trim[] trims, Function<NodeCut.Trim, int[]> side) {
    return Arrays.stream(trims)
        .filter(Objects::nonNull)
        .flatMapToInt(trim -> Arrays.stream(side.apply(trim)))
        .toArray();
  }
}
