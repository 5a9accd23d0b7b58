package org.modaj.cluster;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;

/** Tells in lines where work begins, and which processes come and go. */
final class SparkRemarks extends SparkListener {
  private final Consumer<String> remarks;
  private final Map<Integer, String> names = new ConcurrentHashMap<>();

  SparkRemarks(Consumer<String> remarks) {
    this.remarks = remarks;
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    names.put(submitted.stageInfo().stageId(), submitted.stageInfo().name());
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart started) {
    TaskInfo task = started.taskInfo();
    remarks.accept(
        names.getOrDefault(started.stageId(), "work")
            + ": begun on "
            + task.host()
            + ", process "
            + task.executorId()
            + (task.attemptNumber() == 0 ? "" : ", attempt " + (task.attemptNumber() + 1))
            + (task.speculative() ? ", as a second copy" : ""));
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded added) {
    remarks.accept(
        "process "
            + added.executorId()
            + " is there: "
            + added.executorInfo().executorHost()
            + ", "
            + added.executorInfo().totalCores()
            + " processors");
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    String reason = removed.reason().lines().findFirst().orElse("");
    remarks.accept("process " + removed.executorId() + " is gone: " + reason);
  }
}
