package org.modaj.cluster;

import java.io.Serializable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The processes of a cluster, which do pieces of work for this one. */
public interface Cluster extends AutoCloseable {
  /** What it is, in one line. */
  String description();

  /** Threads that one piece of work may compute with: the processors reserved for it. */
  int threads();

  /** How many pieces of work run at the same time, as far as that is known now; at least 1. */
  int slots();

  /**
   * Has a piece of work done. Work that was submitted first begins first.
   *
   * @param name what it is called in the cluster's own displays
   * @return its result; completes with a {@link ClusterException} when it has failed
   */
  <R extends Serializable> CompletableFuture<R> submit(String name, Work<R> work);

  /** Has one told in a line whenever a process begins with a piece of work, or is lost. */
  void listen(Consumer<String> remarks);

  /** Whether it still takes work; false when it has failed as a whole. */
  boolean isRunning();

  /** Gives the processes free. */
  @Override
  void close();
}
