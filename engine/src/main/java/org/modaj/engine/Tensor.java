package org.modaj.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.kernel.Kernels;
import org.modaj.engine.ops.Add;
import org.modaj.engine.ops.BatchMatMul;
import org.modaj.engine.ops.Div;
import org.modaj.engine.ops.Mean;
import org.modaj.engine.ops.Mul;
import org.modaj.engine.ops.Relu;
import org.modaj.engine.ops.Reshape;
import org.modaj.engine.ops.Sub;
import org.modaj.engine.ops.Sum;

/**
 * A {@link Shape} and its elements, a contiguous row-major {@code float[]} (the last index moves
 * fastest; images are NHWC). Tensors that require a gradient remember the operation that made them;
 * {@link #backward()} walks back through these operations.
 *
 * <p>A tensor made while a {@link Workspace} is open on the thread is recycled when that workspace
 * closes; reading it afterwards is an error that says so.
 */
public final class Tensor {
  private final Shape shape;
  private float @Nullable [] data;
  private boolean requiresGrad;
  private @Nullable Tensor grad;
  private @Nullable Node node;
  private int output;

  /** Counts changes of the elements; one counter for all tensors that share them. */
  private final int[] version;

  /** Whether the array came from a workspace's pool and goes back there with zeroGrad. */
  private boolean lent;

  private Tensor(Shape shape, float[] data) {
    this(shape, data, new int[1]);
  }

  private Tensor(Shape shape, float[] data, int[] version) {
    this.shape = shape;
    this.data = data;
    this.version = version;
  }

  // ------------------------------------------------------------------------------ creation

  /**
   * A tensor around an array, which is not copied.
   *
   * @throws ShapeException when the array's length is not the shape's number of elements
   */
  public static Tensor of(Shape shape, float[] data) {
    if (data.length != shape.elements()) {
      throw new ShapeException(
          "tensor",
          null,
          shape.elements() + " elements for shape " + shape,
          data.length + " elements",
          null);
    }
    return new Tensor(shape, data);
  }

  /** A scalar, shape {@code []}. */
  public static Tensor scalar(float value) {
    return new Tensor(Shape.of(), new float[] {value});
  }

  /** A vector, shape {@code [values.length]}; the array is not copied. */
  public static Tensor vector(float... values) {
    return new Tensor(Shape.of(values.length), values);
  }

  /** Zeros, owned by the caller and never recycled. */
  public static Tensor zeros(int... sizes) {
    Shape shape = Shape.of(sizes);
    return new Tensor(shape, new float[shape.elements()]);
  }

  /** One value everywhere, owned by the caller and never recycled. */
  public static Tensor full(Shape shape, float value) {
    float[] data = new float[shape.elements()];
    Arrays.fill(data, value);
    return new Tensor(shape, data);
  }

  /**
   * A tensor with undefined contents for an operation's result: from the open {@link Workspace}, or
   * a fresh array.
   */
  public static Tensor result(Shape shape) {
    Tensor tensor = new Tensor(shape, Workspace.take(shape.elements()));
    Workspace.own(tensor);
    return tensor;
  }

  /** A result of zeros; see {@link #result}. */
  public static Tensor zeroResult(Shape shape) {
    Tensor tensor = result(shape);
    Arrays.fill(tensor.data, 0f);
    return tensor;
  }

  // ------------------------------------------------------------------------------ contents

  /** The sizes. */
  public Shape shape() {
    return shape;
  }

  /** Size of one axis; negative axes count from the last. */
  public int dim(int axis) {
    return shape.dim(axis);
  }

  /** Number of elements. */
  public int elements() {
    return shape.elements();
  }

  /**
   * The elements themselves, not a copy.
   *
   * @throws EngineException when the tensor's workspace has been closed
   */
  public float[] data() {
    if (data == null) {
      throw new EngineException(
          "tensor",
          null,
          "shape "
              + shape
              + " was recycled with its workspace; call Workspace.keep before it"
              + " closes");
    }
    return data;
  }

  /**
   * The only element.
   *
   * @throws ShapeException when there is not exactly one
   */
  public float item() {
    if (elements() != 1) {
      throw new ShapeException("item", null, "one element", "shape " + shape, null);
    }
    return data()[0];
  }

  /** A copy of the elements under no operation, owned by the caller. */
  public Tensor copy() {
    return new Tensor(shape, data().clone());
  }

  /**
   * The same elements in another shape; shares the array and has no gradient history.
   *
   * @throws ShapeException when the number of elements differs
   */
  public Tensor view(Shape other) {
    if (other.elements() != elements()) {
      throw new ShapeException(
          "view", null, elements() + " elements, as " + shape + " has", "shape " + other, null);
    }
    Tensor view = new Tensor(other, data(), version);
    Workspace.watch(view);
    return view;
  }

  /** The same elements with no gradient history; shares the array. */
  public Tensor detach() {
    return view(shape);
  }

  /**
   * Marks that the elements were changed in place, so that a recorded operation that used or made
   * them fails in {@link #backward()} instead of giving a wrong gradient. Views count as well.
   */
  public void markModified() {
    version[0]++;
  }

  /**
   * How often the elements were marked as modified: who keeps something computed from them compares
   * it. Writing into {@link #data} does not count by itself; see {@link #markModified}.
   */
  public int modifications() {
    return version[0];
  }

  /** The counter that {@link #markModified} moves. */
  int[] version() {
    return version;
  }

  /** Whether both have the same array; false when one was recycled. */
  boolean sharesElements(Tensor other) {
    return data != null && data == other.data;
  }

  boolean isRecycled() {
    return data == null;
  }

  void recycle() {
    data = null;
    node = null;
  }

  // ------------------------------------------------------------------------------ arithmetic

  /** {@code this + other}, broadcast; see {@link Add}. */
  public Tensor add(Tensor other) {
    return Add.apply(this, other);
  }

  /** {@code this - other}, broadcast; see {@link Sub}. */
  public Tensor sub(Tensor other) {
    return Sub.apply(this, other);
  }

  /** {@code this · other}, element by element and broadcast; see {@link Mul}. */
  public Tensor mul(Tensor other) {
    return Mul.apply(this, other);
  }

  /** {@code this / other}, element by element and broadcast; see {@link Div}. */
  public Tensor div(Tensor other) {
    return Div.apply(this, other);
  }

  /** Matrix product of the last two axes, the others broadcast; see {@link BatchMatMul}. */
  public Tensor matmul(Tensor other) {
    return BatchMatMul.apply(this, other);
  }

  /** {@code max(0, this)}; see {@link Relu}. */
  public Tensor relu() {
    return Relu.apply(this);
  }

  /** Sum of all elements, a scalar; see {@link Sum}. */
  public Tensor sum() {
    return Sum.apply(this);
  }

  /** Sum over some axes, which disappear; see {@link Sum}. */
  public Tensor sum(int... axes) {
    return Sum.apply(this, axes, false);
  }

  /** Mean of all elements, a scalar; see {@link Mean}. */
  public Tensor mean() {
    return Mean.apply(this);
  }

  /** Mean over some axes, which disappear; see {@link Mean}. */
  public Tensor mean(int... axes) {
    return Mean.apply(this, axes, false);
  }

  /** The same elements in another shape, of which one size may be -1; see {@link Reshape}. */
  public Tensor reshape(int... sizes) {
    return Reshape.apply(this, sizes);
  }

  // ------------------------------------------------------------------------------ gradients

  /** Whether gradients flow to or through this tensor. */
  public boolean requiresGrad() {
    return requiresGrad;
  }

  /**
   * Makes this leaf collect a gradient, or stop (a frozen parameter).
   *
   * @return this
   * @throws EngineException when the tensor is the result of a recorded operation
   */
  public Tensor requireGrad(boolean required) {
    if (node != null) {
      throw new EngineException(
          "requireGrad", null, "only leaves can be switched; this is a result of " + node);
    }
    requiresGrad = required;
    return this;
  }

  /** The collected gradient, of this tensor's shape, or null. */
  public @Nullable Tensor grad() {
    return grad;
  }

  /**
   * Drops the collected gradient. Its memory is used again, so a reference to it must not be read
   * afterwards.
   */
  public void zeroGrad() {
    if (grad != null) {
      if (grad.lent) {
        Workspace.giveBack(grad);
      }
      grad = null;
    }
  }

  /** Replaces the collected gradient (null for none), for clipping and tests. */
  public void setGrad(@Nullable Tensor gradient) {
    if (gradient != null && !gradient.shape.equals(shape)) {
      throw new ShapeException("setGrad", null, "shape " + shape, "shape " + gradient.shape, null);
    }
    grad = gradient;
  }

  /** Adds to the collected gradient; the first one is kept as it is. */
  void collect(Tensor gradient) {
    if (grad == null) {
      grad = gradient;
      gradient.lent = Workspace.detach(gradient);
    } else {
      Kernels.current().elementwise().add(elements(), grad.data(), gradient.data(), grad.data());
    }
  }

  /**
   * Computes the gradient of this scalar with respect to every leaf that requires one, adding it to
   * the leaf's {@link #grad()}. The recorded operations are used up.
   *
   * @throws ShapeException when this is not a single element
   * @throws EngineException when there is nothing to differentiate, when called twice, or when an
   *     operand was modified in place
   */
  public void backward() {
    if (elements() != 1) {
      throw new ShapeException(
          "backward",
          null,
          "a scalar",
          "shape " + shape,
          "Reduce the tensor first, or call backward(gradient).");
    }
    backward(full(shape, 1f));
  }

  /**
   * As {@link #backward()}, from a gradient of this tensor's shape.
   *
   * @param gradient of the final scalar with respect to this tensor; not modified
   */
  public void backward(Tensor gradient) {
    BackwardPass.run(new Tensor[] {this}, new Tensor[] {gradient});
  }

  @Nullable Node node() {
    return node;
  }

  int output() {
    return output;
  }

  void producedBy(Node producer, int index) {
    node = producer;
    output = index;
    requiresGrad = true;
  }

  @Override
  public String toString() {
    if (data == null) {
      return "Tensor" + shape + " (recycled)";
    }
    String values =
        elements() <= 16
            ? Arrays.toString(data)
            : Arrays.toString(Arrays.copyOf(data, 8)).replace("]", ", ...]");
    return "Tensor" + shape + " " + values + (node == null ? "" : " from " + node.operation());
  }
}
