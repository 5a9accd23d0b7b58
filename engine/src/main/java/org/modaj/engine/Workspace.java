package org.modaj.engine;

import it.unimi.dsi.fastutil.ints.Int2ObjectMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A scope whose tensors are recycled when it closes, so that a steady training step allocates
 * nothing large:
 *
 * <pre>{@code
 * try (Workspace step = Workspace.open()) {
 *   loss = network.forward(batch)...;
 *   loss.backward();
 *   optimizer.step();
 * }
 * }</pre>
 *
 * <p>Without an open workspace tensors are ordinary garbage-collected objects. Workspaces belong to
 * the thread that opened them and nest; gradients collected by leaves outlive them.
 */
public final class Workspace implements AutoCloseable {
  /** Free arrays of this thread by length, shared by all its workspaces. */
  private static final class Pool {
    final Int2ObjectOpenHashMap<ArrayDeque<float[]>> free = new Int2ObjectOpenHashMap<>();
    @Nullable Workspace open;

    float[] take(int length) {
      ArrayDeque<float[]> arrays = free.get(length);
      return arrays == null || arrays.isEmpty() ? new float[length] : arrays.pop();
    }

    void give(float[] array) {
      ArrayDeque<float[]> arrays = free.get(array.length);
      if (arrays == null) {
        arrays = new ArrayDeque<>();
        free.put(array.length, arrays);
      }
      arrays.push(array);
    }
  }

  private static final ThreadLocal<Pool> POOL = ThreadLocal.withInitial(Pool::new);

  private final Pool pool;
  private final @Nullable Workspace outer;

  /** Arrays to give back, with the tensor each was made for. */
  private final Map<float[], Tensor> owned = new IdentityHashMap<>();

  private final List<Tensor> watched = new ArrayList<>();

  private Workspace(Pool pool) {
    this.pool = pool;
    this.outer = pool.open;
    pool.open = this;
  }

  /** Opens a workspace on this thread. */
  public static Workspace open() {
    return new Workspace(POOL.get());
  }

  /** Gives the free arrays of this thread to the garbage collector. */
  public static void trim() {
    POOL.get().free.clear();
  }

  /** Bytes of the free arrays of this thread: what {@link #trim} would release. */
  public static long freeBytes() {
    long floats = 0;
    for (Int2ObjectMap.Entry<ArrayDeque<float[]>> arrays : POOL.get().free.int2ObjectEntrySet()) {
      floats += (long) arrays.getIntKey() * arrays.getValue().size();
    }
    return Float.BYTES * floats;
  }

  /**
   * Exempts a tensor from recycling.
   *
   * @return the same tensor, or a copy when it shares its elements with another one
   */
  public static Tensor keep(Tensor tensor) {
    for (Workspace w = POOL.get().open; w != null; w = w.outer) {
      Tensor owner = w.owned.get(tensor.data());
      if (owner == tensor) {
        w.owned.remove(tensor.data());
        w.watched.remove(tensor);
        return tensor;
      }
      if (owner != null) {
        return tensor.copy();
      }
    }
    return tensor;
  }

  static float[] take(int length) {
    Pool pool = POOL.get();
    return pool.open == null ? new float[length] : pool.take(length);
  }

  static void own(Tensor tensor) {
    Workspace open = POOL.get().open;
    if (open != null) {
      open.owned.put(tensor.data(), tensor);
      open.watched.add(tensor);
    }
  }

  /** Lets a view end with the workspace that owns its array. */
  static void watch(Tensor view) {
    for (Workspace w = POOL.get().open; w != null; w = w.outer) {
      if (w.owned.containsKey(view.data())) {
        w.watched.add(view);
        return;
      }
    }
  }

  /**
   * Hands a gradient over to its leaf: it outlives the workspace.
   *
   * @return whether its array came from a workspace
   */
  static boolean detach(Tensor gradient) {
    for (Workspace w = POOL.get().open; w != null; w = w.outer) {
      Tensor owner = w.owned.get(gradient.data());
      if (owner != null) {
        w.owned.remove(gradient.data());
        w.watched.remove(owner);
        w.watched.remove(gradient);
        return true;
      }
    }
    return false;
  }

  /** Returns the array of a gradient that {@link #detach} had handed over. */
  static void giveBack(Tensor gradient) {
    POOL.get().give(gradient.data());
    gradient.recycle();
  }

  /**
   * Returns the array of a tensor that nothing reads any more, so that the next result can have it.
   * Tensors that no open workspace of this thread owns are left alone. Reading the tensor
   * afterwards, or a view of it, is wrong.
   */
  public static void release(Tensor tensor) {
    Pool pool = POOL.get();
    if (tensor.isRecycled() || pool.open == null) {
      return;
    }
    for (Workspace w = pool.open; w != null; w = w.outer) {
      Tensor owner = w.owned.remove(tensor.data());
      if (owner != null) {
        pool.give(tensor.data());
        owner.recycle();
        tensor.recycle();
        return;
      }
    }
  }

  /** Recycles every tensor made since the workspace was opened, except the kept ones. */
  @Override
  public void close() {
    if (POOL.get() != pool || pool.open != this) {
      throw new EngineException(
          "workspace", null, "close workspaces on their own thread, the innermost first");
    }
    pool.open = outer;
    for (float[] array : owned.keySet()) {
      pool.give(array);
    }
    for (Tensor tensor : watched) {
      tensor.recycle();
    }
    owned.clear();
    watched.clear();
  }
}
