package io.tidemark.serving.model;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tribuo.CategoricalIDInfo;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.RealIDInfo;
import org.tribuo.classification.ImmutableLabelInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.protos.ImmutableLabelInfoProto;
import org.tribuo.classification.protos.LabelProto;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.protos.ClassificationLinearSGDProto;
import org.tribuo.classification.xgboost.XGBoostClassificationConverter;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.common.tree.protos.LeafNodeProto;
import org.tribuo.common.tree.protos.SplitNodeProto;
import org.tribuo.common.tree.protos.TreeModelProto;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.common.xgboost.protos.XGBoostModelProto;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.SparseVector;
import org.tribuo.math.protos.DenseTensorProto;
import org.tribuo.math.protos.LinearParametersProto;
import org.tribuo.math.protos.SparseTensorProto;
import org.tribuo.math.util.ExpNormalizer;
import org.tribuo.math.util.SigmoidNormalizer;
import org.tribuo.protos.core.CategoricalIDInfoProto;
import org.tribuo.protos.core.ImmutableFeatureMapProto;
import org.tribuo.protos.core.RealIDInfoProto;
import org.tribuo.protos.core.WeightedEnsembleModelProto;
import org.tribuo.regression.ImmutableRegressionInfo;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.protos.ImmutableRegressionInfoProto;
import org.tribuo.regression.protos.RegressorProto;
import org.tribuo.regression.slm.SparseLinearModel;
import org.tribuo.regression.slm.protos.SparseLinearModelProto;
import org.tribuo.regression.xgboost.XGBoostRegressionConverter;

/**
 * The classes that a saved Tribuo model may name, and the messages that it may hold.
 *
 * <p>Tribuo loads whatever class a model names, and calls a static method of it; a list of what models here are made of keeps the
 * rest of the class path out of reach. A kind of model that is to be served has to be added here, after a look at what its loading
 * does.
 */
final class AllowedClasses {
    /** Models that stand alone. */
    private static final Set<String> MODELS =
            names(LinearSGDModel.class, SparseLinearModel.class, XGBoostModel.class, TreeModel.class);

    private static final String ENSEMBLE = WeightedEnsembleModel.class.getName();
    private static final String TREE = TreeModel.class.getName();

    private static final Set<String> PARTS = names(
            ImmutableFeatureMap.class,
            RealIDInfo.class,
            CategoricalIDInfo.class,
            ImmutableLabelInfo.class,
            Label.class,
            ImmutableRegressionInfo.class,
            Regressor.class,
            LinearParameters.class,
            DenseMatrix.class,
            DenseVector.class,
            SparseVector.class,
            ExpNormalizer.class,
            SigmoidNormalizer.class,
            LeafNode.class,
            SplitNode.class,
            VotingCombiner.class,
            AveragingCombiner.class,
            XGBoostClassificationConverter.class,
            XGBoostRegressionConverter.class);

    private static final Map<String, Message> MESSAGES = Stream.<Message>of(
                    ClassificationLinearSGDProto.getDefaultInstance(),
                    SparseLinearModelProto.getDefaultInstance(),
                    XGBoostModelProto.getDefaultInstance(),
                    TreeModelProto.getDefaultInstance(),
                    WeightedEnsembleModelProto.getDefaultInstance(),
                    ImmutableFeatureMapProto.getDefaultInstance(),
                    RealIDInfoProto.getDefaultInstance(),
                    CategoricalIDInfoProto.getDefaultInstance(),
                    ImmutableLabelInfoProto.getDefaultInstance(),
                    LabelProto.getDefaultInstance(),
                    ImmutableRegressionInfoProto.getDefaultInstance(),
                    RegressorProto.getDefaultInstance(),
                    LinearParametersProto.getDefaultInstance(),
                    DenseTensorProto.getDefaultInstance(),
                    SparseTensorProto.getDefaultInstance(),
                    LeafNodeProto.getDefaultInstance(),
                    SplitNodeProto.getDefaultInstance())
            .collect(Collectors.toUnmodifiableMap(
                    message -> message.getDescriptorForType().getFullName(), Function.identity()));

    private AllowedClasses() {}

    /**
     * Refuses a class that is not on the list.
     *
     * @param model whether the place is one of a model, not of a part of one
     * @param member whether that model is a member of an ensemble: members are trees
     */
    static void check(String className, boolean model, boolean member, String where) {
        boolean allowed;
        if (!model) {
            allowed = PARTS.contains(className);
        } else if (member) {
            allowed = className.equals(TREE);
        } else {
            allowed = className.equals(ENSEMBLE) || MODELS.contains(className);
        }
        if (!allowed) {
            throw new ModelFormatException(
                    "Tribuo model, at " + where + ": the class '" + className
                            + "' may not be loaded here; models are logistic and linear regressions, trees, forests and XGBoost");
        }
    }

    static boolean isEnsemble(String className) {
        return className.equals(ENSEMBLE);
    }

    /** The message inside, parsed. */
    static Message unpack(Any any, String where) throws InvalidProtocolBufferException {
        String url = any.getTypeUrl();
        Message type = MESSAGES.get(url.substring(url.lastIndexOf('/') + 1));
        if (type == null) {
            throw new ModelFormatException(
                    "Tribuo model, at " + where + ": a message of type '" + url + "' may not be loaded here");
        }
        return type.getParserForType().parseFrom(any.getValue());
    }

    private static Set<String> names(Class<?>... classes) {
        return Stream.of(classes).map(Class::getName).collect(Collectors.toUnmodifiableSet());
    }
}
