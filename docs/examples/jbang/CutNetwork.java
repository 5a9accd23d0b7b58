///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//RUNTIME_OPTIONS --add-modules=jdk.incubator.vector
//DEPS org.modaj:modaj-moda:0.1.0-SNAPSHOT
//DEPS org.modaj:modaj-data:0.1.0-SNAPSHOT

import java.util.Arrays;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.engine.Shape;
import org.modaj.moda.Composer;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.objective.ModularObjective;
import org.modaj.nn.Network;
import org.modaj.nn.model.LeNet5;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Sgd;
import org.modaj.nn.train.Trainer;

public class CutNetwork {
  public static void main(String[] args) {
    int[] classes =
        args.length == 0 ? new int[] {0, 3} : Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
    var data = EmbeddedImages.generate(1, 1000, 10);
    Network network = LeNet5.build(Shape.of(32, 32, 3), data.train().classes(), 1.0, 1);
    var optimizer = new Sgd(network.parameters(), 0.9, true, 0);
    new Trainer(network, optimizer, LearningRateSchedule.cosine(0.05, 2), ModularObjective.paper())
        .fit(data.trainingBatches(64, 1), null, 2);
    var rates = ActivityRates.measure(network, data.plainTraining());
    var modules = ModuleSet.recognize(rates, Recognition.at(0.9));
    Network part = new Composer(network, modules).compose(classes);
    System.out.println(part.parameterCount() + " of " + network.parameterCount() + " parameters");
  }
}
