package org.modaj.cluster;

import java.io.Serial;
import java.io.Serializable;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;

/** Does a piece of work in a task of Spark. */
final class SparkTask<R extends Serializable> implements Function<Work<R>, R> {
  @Serial private static final long serialVersionUID = 1;

  private final int threads;

  SparkTask(int threads) {
    this.threads = threads;
  }

  @Override
  public R call(Work<R> work) throws Exception {
    return work.run(
        new Place(
            SparkEnv.get().blockManager().blockManagerId().host(),
            SparkEnv.get().executorId(),
            TaskContext.get().attemptNumber(),
            threads));
  }
}
