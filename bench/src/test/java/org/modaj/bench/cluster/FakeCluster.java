package org.modaj.bench.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.modaj.cluster.Cluster;
import org.modaj.cluster.ClusterException;
import org.modaj.cluster.Place;
import org.modaj.cluster.Work;

/** Threads of this process that get work and give results by Java serialization. */
public final class FakeCluster implements Cluster {
  private final int copies;
  private final String losing;
  private final ExecutorService threads = Executors.newFixedThreadPool(3);
  private final List<String> begun = new CopyOnWriteArrayList<>();

  /**
   * Prepares.
   *
   * @param copies how often all work is done at the same time
   * @param losing name of the work whose processes are all lost
   */
  public FakeCluster(int copies, String losing) {
    this.copies = copies;
    this.losing = losing;
  }

  /** Names of the work that was submitted. */
  public List<String> begun() {
    return begun;
  }

  @SuppressWarnings("unchecked")
  private static <T> T sent(T object) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }

  @Override
  public <R extends Serializable> CompletableFuture<R> submit(String name, Work<R> work) {
    begun.add(name);
    if (name.equals(losing)) {
      return CompletableFuture.failedFuture(new ClusterException("lost four times"));
    }
    List<CompletableFuture<R>> all =
        IntStream.range(0, copies)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> run(work, i), threads))
            .toList();
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .thenApply(_ -> all.getLast().join());
  }

  private static <R extends Serializable> R run(Work<R> work, int attempt) {
    try {
      return sent(sent(work).run(new Place("here", "1", attempt, 1)));
    } catch (Exception e) {
      throw new CompletionException(new ClusterException(e.toString(), e));
    }
  }

  @Override
  public String description() {
    return "threads of this process";
  }

  @Override
  public int threads() {
    return 1;
  }

  @Override
  public int slots() {
    return 3;
  }

  @Override
  public void listen(Consumer<String> remarks) {}

  @Override
  public boolean isRunning() {
    return true;
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
