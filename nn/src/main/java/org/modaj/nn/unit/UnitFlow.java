package org.modaj.nn.unit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.modaj.engine.EngineException;

/**
 * What a layer declares about units: which positions of its inputs each position of its output
 * needs, when an output position is certainly 0, and which axes of its tensors go with which
 * positions. Slicing needs nothing else to know about a layer. Positions are those of the last
 * axis; what the other axes do is the layer's own business.
 *
 * <p>The output's positions are divided into blocks, and a cut layer has some of them. Each input
 * is read in one of three ways, see {@link Reading}. The factories cover the kinds of layers:
 *
 * <ul>
 *   <li>{@link #pointwise}: position p reads position p (ReLU, normalization, addition, pooling);
 *   <li>{@link #product}: the same, and 0 as soon as one input is (gating);
 *   <li>{@link #mixing}: every position reads everything (convolution, dense, LSTM);
 *   <li>{@link #blocks}: blocks read blocks (grouped convolution, group norm, attention heads);
 *   <li>{@link #spread}: several output positions come from one (flatten);
 *   <li>{@link #rearranged}: positions are moved and nothing is computed (concat, split, shuffle);
 *   <li>{@link #whole}: every position needs the full width, zeros included (layer norm, softmax).
 * </ul>
 *
 * <p>The law. Set some output positions of some layers to 0 as all their readers see them. Then a
 * network of layers that got only what they need by these declarations, zeros in place of what is
 * declared to be 0, computes the same numbers. {@code docs/units-law.md} has an example of each
 * kind; {@code UnitsCheck} of the module {@code moda} tests a network.
 */
public final class UnitFlow {
  /** How a layer reads one of its inputs. */
  public enum Reading {
    /** Every output position reads every position, and can do without those that are 0. */
    EACH,
    /** Block b of the output reads block b of the input: as many equal blocks, in order. */
    BLOCK,
    /** The layer needs the full width; positions that are 0 must be there as zeros. */
    WHOLE
  }

  /**
   * One axis of one tensor.
   *
   * @param tensor name within the layer, such as {@code "weight"}
   * @param axis axis that is cut with the positions
   * @param layout the position of the output or of an input that each index goes with
   */
  public record Binding(String tensor, int axis, UnitLayout layout) {}

  /**
   * The axis of a tensor that counts the positions within a block of the first input.
   *
   * @param tensor name within the layer; another axis of it is bound to the output
   * @param axis as long as a block of the first input
   */
  public record Trimming(String tensor, int axis) {}

  private final int positions;
  private final int[] blockOf;
  private final int blocks;
  private final List<Reading> readings;
  private final List<List<Integer>> zeroes;
  private final List<Binding> bindings;
  private final Optional<UnitLayout> moved;
  private final Optional<Trimming> trimming;
  private final List<Integer> parts;
  private final int unitSize;

  private UnitFlow(Draft draft) {
    this.positions = draft.positions;
    this.blockOf = draft.blockOf;
    this.blocks = draft.blocks;
    this.readings = List.copyOf(draft.readings);
    this.zeroes = List.copyOf(draft.zeroes);
    this.bindings = List.copyOf(draft.bindings);
    this.moved = draft.moved;
    this.trimming = draft.trimming;
    this.parts = draft.parts;
    this.unitSize = draft.unitSize;
  }

  /** The parts of a flow while one is made of another. */
  private static final class Draft {
    int positions;
    int[] blockOf = {};
    int blocks;
    List<Reading> readings = new ArrayList<>();
    List<List<Integer>> zeroes = new ArrayList<>();
    List<Binding> bindings = new ArrayList<>();
    Optional<UnitLayout> moved = Optional.empty();
    Optional<Trimming> trimming = Optional.empty();
    List<Integer> parts = List.of();
    int unitSize = 1;
  }

  private Draft draft() {
    Draft draft = new Draft();
    draft.positions = positions;
    draft.blockOf = blockOf;
    draft.blocks = blocks;
    draft.readings.addAll(readings);
    draft.zeroes.addAll(zeroes);
    draft.bindings.addAll(bindings);
    draft.moved = moved;
    draft.trimming = trimming;
    draft.parts = parts;
    draft.unitSize = unitSize;
    return draft;
  }

  // ------------------------------------------------------------------------------ kinds of layers

  /**
   * Every output position reads all positions of every input, and can be kept or dropped alone: a
   * convolution, a dense layer, an LSTM. Never 0.
   *
   * @param outputs positions of the output
   */
  public static UnitFlow mixing(int outputs, List<UnitLayout> inputs) {
    return consecutive(outputs, outputs, inputs, Reading.EACH);
  }

  /**
   * Output position p reads position p of every input; all have the same number. 0 when it is 0 in
   * all inputs; say {@link #neverZero} of a layer with f(0) ≠ 0.
   */
  public static UnitFlow pointwise(List<UnitLayout> inputs) {
    int width = inputs.get(0).size();
    return blocks(width, width, inputs);
  }

  /** As {@link #pointwise}, and 0 as soon as one of the inputs is 0: a product. */
  public static UnitFlow product(List<UnitLayout> inputs) {
    UnitFlow flow = pointwise(inputs).neverZero();
    for (int i = 0; i < inputs.size(); i++) {
      flow = flow.zeroWith(i);
    }
    return flow;
  }

  /**
   * The output and every input consist of {@code count} equal blocks; block b reads block b, and
   * stays or goes as one. 0 when the blocks of all inputs are 0. A layer that keeps the number of
   * blocks among its settings is a {@code GroupedLayer}, so that it can be made with fewer.
   *
   * @param outputs positions of the output
   * @throws EngineException when an axis cannot be divided so
   */
  public static UnitFlow blocks(int count, int outputs, List<UnitLayout> inputs) {
    for (UnitLayout input : inputs) {
      if (count < 1 || outputs % count != 0 || input.size() % count != 0) {
        throw new EngineException(
            "declare units",
            null,
            "an output of "
                + outputs
                + " positions and an input of "
                + input.size()
                + " cannot both be divided into "
                + count
                + " equal blocks");
      }
    }
    UnitFlow flow = consecutive(outputs, count, inputs, Reading.BLOCK);
    Integer[] all = new Integer[inputs.size()];
    Arrays.setAll(all, i -> i);
    Draft draft = flow.draft();
    draft.zeroes.add(List.of(all));
    return new UnitFlow(draft);
  }

  /**
   * One input of which each position goes to several places of the output, which stay or go with
   * it: flattening an image is {@code spread(inputs.get(0).tile(height * width))}. 0 where the
   * input is 0.
   *
   * @param output the input's position at each output position
   */
  public static UnitFlow spread(UnitLayout output) {
    int width = 0;
    Draft draft = new Draft();
    draft.positions = output.size();
    draft.blockOf = new int[output.size()];
    for (int p = 0; p < output.size(); p++) {
      if (output.input(p) != 0) {
        throw new EngineException(
            "declare units", null, "spread positions come from the first input, but are " + output);
      }
      draft.blockOf[p] = output.position(p);
      width = Math.max(width, output.position(p) + 1);
    }
    draft.blocks = width;
    draft.readings.add(Reading.BLOCK);
    draft.zeroes.add(List.of(0));
    return new UnitFlow(draft);
  }

  /**
   * Nothing but moved positions: a concatenation, a choice, a shuffle. The layer has no tensors; a
   * cut network makes the order that is left by gathering and concatenating.
   *
   * @param output the position of an input, or zero, at each output position
   */
  public static UnitFlow rearranged(UnitLayout output) {
    Draft draft = new Draft();
    draft.positions = output.size();
    draft.moved = Optional.of(output);
    draft.blocks = output.size();
    draft.blockOf = new int[output.size()];
    Arrays.setAll(draft.blockOf, p -> p);
    return new UnitFlow(draft);
  }

  /**
   * The layer needs its inputs in full width, with zeros where something was dropped, and computes
   * its output in full width: layer norm, softmax, an exchange of axes. Never 0. No tensor is cut.
   *
   * @param outputs positions of the output
   */
  public static UnitFlow whole(int outputs, List<UnitLayout> inputs) {
    return consecutive(outputs, 1, inputs, Reading.WHOLE);
  }

  private static UnitFlow consecutive(
      int outputs, int blocks, List<UnitLayout> inputs, Reading reading) {
    Draft draft = new Draft();
    draft.positions = outputs;
    draft.blocks = blocks;
    draft.blockOf = new int[outputs];
    Arrays.setAll(draft.blockOf, p -> (int) ((long) p * blocks / outputs));
    draft.readings.addAll(Collections.nCopies(inputs.size(), reading));
    return new UnitFlow(draft);
  }

  // ------------------------------------------------------------------------------ refinements

  /** The same for a layer whose output need not be 0 where its inputs are: f(0) ≠ 0. */
  public UnitFlow neverZero() {
    Draft draft = draft();
    draft.zeroes.clear();
    return new UnitFlow(draft);
  }

  /** The same, and a block of the output is also 0 when the blocks of all these inputs are. */
  public UnitFlow zeroWith(Integer... inputs) {
    Draft draft = draft();
    draft.zeroes.add(List.of(inputs));
    return new UnitFlow(draft);
  }

  /** The same with another way to read one input. */
  public UnitFlow reading(int input, Reading reading) {
    Draft draft = draft();
    draft.readings.set(input, reading);
    return new UnitFlow(draft);
  }

  /** The same with an axis of a tensor that has one index for each output position. */
  public UnitFlow bind(String tensor, int axis) {
    return bind(tensor, axis, UnitLayout.output(positions));
  }

  /** The same with an axis of a tensor; what {@code layout} has is cut with the positions. */
  public UnitFlow bind(String tensor, int axis, UnitLayout layout) {
    Draft draft = draft();
    draft.bindings.add(new Binding(tensor, axis, layout));
    return new UnitFlow(draft);
  }

  /**
   * The same where blocks may also lose positions, as long as all keep the same number: a grouped
   * convolution.
   *
   * @param tensor the weights; another axis of them is bound to the output
   * @param axis axis that counts the positions within a block of the first input
   */
  public UnitFlow trimmed(String tensor, int axis) {
    Draft draft = draft();
    draft.trimming = Optional.of(new Trimming(tensor, axis));
    return new UnitFlow(draft);
  }

  /**
   * The same for a layer whose output positions also read each other, at the step before: an LSTM.
   * They come in parts, one for each direction; positions read those of their own part, and every
   * part keeps at least one.
   *
   * @param sizes of the parts; together the output's positions
   */
  public UnitFlow recurrent(Integer... sizes) {
    Draft draft = draft();
    draft.parts = List.of(sizes);
    return new UnitFlow(draft);
  }

  /**
   * The same where a unit, as keep-sets count them, is several consecutive positions: an attention
   * head.
   */
  public UnitFlow unitsOf(int consecutivePositions) {
    Draft draft = draft();
    draft.unitSize = consecutivePositions;
    return new UnitFlow(draft);
  }

  // ------------------------------------------------------------------------------ what was
  // declared

  /** Positions of the output. */
  public int positions() {
    return positions;
  }

  /** Number of blocks of the output. */
  public int blocks() {
    return blocks;
  }

  /** The block that an output position belongs to. */
  public int blockOf(int position) {
    return blockOf[position];
  }

  /** How each input is read; empty for {@link #moved} positions. */
  public List<Reading> readings() {
    return readings;
  }

  /**
   * When a block of the output is 0: as soon as it is 0 in all inputs of one of these lists. Of an
   * input that is not read by blocks, all positions have to be 0.
   */
  public List<List<Integer>> zeroes() {
    return zeroes;
  }

  /** The axes of the tensors that are cut. */
  public List<Binding> bindings() {
    return bindings;
  }

  /** Where each output position comes from, when nothing is computed. */
  public Optional<UnitLayout> moved() {
    return moved;
  }

  /** The axis that lets blocks lose positions. */
  public Optional<Trimming> trimming() {
    return trimming;
  }

  /** Sizes of the parts that read themselves; empty when the output is not read back. */
  public List<Integer> parts() {
    return parts;
  }

  /** Consecutive positions of a unit. */
  public int unitSize() {
    return unitSize;
  }

  /** Number of units, as keep-sets count them. */
  public int units() {
    return positions / unitSize;
  }
}
