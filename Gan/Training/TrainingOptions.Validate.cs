using GanFromScratch.Engine;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Objectives;
using GanFromScratch.Gan.Penalties;
using GanFromScratch.Gan.Transforms;

namespace GanFromScratch.Gan.Training;

/// <content>What each option may be, and which do not go together.</content>
public sealed partial record TrainingOptions
{
    /// <summary>Refuses options that cannot be trained with.</summary>
    /// <exception cref="InputException">One sentence per mistake.</exception>
    public TrainingOptions Validate()
    {
        FormatChoice.Among(GanModel.Catalog.Find(Model), ImageSize, Channels);
        Gan.Recipes.Recipe.Catalog.Find(Recipe);
        Objective objective = Objective.Catalog.Find(Loss);
        IReadOnlyList<PenaltySetting> penalties = PenaltySetting.Parse(Penalty);
        IReadOnlyList<Transform> transforms = Transform.Parse(Augment);
        NoiseSetting.Parse(InstanceNoise);
        bool adapts = AdaptiveSetting.Parse(Ada).Target > 0;
        Condition condition = Conditions.Condition.Catalog.Find(Condition);
        Gan.Data.Images.Background.Parse(Background);
        Require(Data.Length > 0, "data", "a data set or a path", "''");
        LeftOut.Split(Without);
        Require(Limit >= 0, "limit", "0 (all samples) or more", Limit);
        Require(Epochs is >= 1 and <= 1_000_000, "epochs", "1 to 1,000,000", Epochs);
        Require(Steps >= 0, "steps", "0 (no limit) or more", Steps);
        Require(Budget >= 0 && float.IsFinite(Budget), "budget", "0 (no limit) or a time such as 90s, 3m or 1h", Budget);
        Require(Batch is >= 2 and <= 65536, "batch", "2 to 65,536", Batch);
        Require(LearningRate > 0 && float.IsFinite(LearningRate), "lr", "a positive number", LearningRate);
        Require(LearningRateG >= 0 && float.IsFinite(LearningRateG), "lr-g", "0 (as --lr) or more", LearningRateG);
        Require(LearningRateD >= 0 && float.IsFinite(LearningRateD), "lr-d", "0 (as --lr) or more", LearningRateD);
        RequireName(Optimizer, "optimizer", OptimizerChoice.Names);
        RequireName(OptimizerG, "optimizer-g", [Same, .. OptimizerChoice.Names]);
        RequireName(OptimizerD, "optimizer-d", [Same, .. OptimizerChoice.Names]);
        Require(LabelSmoothing is >= 0 and < 0.5f, "label-smoothing", "0 to less than 0.5", LabelSmoothing);
        Require(LabelSmoothingFake is >= 0 and < 0.5f, "label-smoothing-fake", "0 to less than 0.5", LabelSmoothingFake);
        Require(FlipLabels is >= 0 and < 0.5f, "flip-labels", "0 to less than 0.5", FlipLabels);
        Require(ClipWeights >= 0 && float.IsFinite(ClipWeights), "clip-weights", "0 (off) or a positive limit", ClipWeights);
        Require(ClipGradients >= 0 && float.IsFinite(ClipGradients), "clip-gradients", "0 (off) or a positive norm", ClipGradients);
        Require(Ema is >= 0 and < 1, "ema", "0 (off) to less than 1", Ema);
        Require(Grow >= 0, "grow", "0 (not) or a number of images", Grow);
        Require(Width is > 0 and <= 8, "width", "more than 0, to 8", Width);
        Require(LatentSize is >= 0 and <= 4096, "latent-size", "0 (the model's own) to 4,096", LatentSize);
        Require(Pack is >= 1 and <= 16, "pack", "1 to 16", Pack);
        Require(Classes is >= 0 and <= 10_000, "classes", "0 (the data's) to 10,000", Classes);
        Require(Beta1 is >= 0 and < 1, "beta1", "0 ≤ β₁ < 1", Beta1);
        Require(Beta2 is >= 0 and < 1, "beta2", "0 ≤ β₂ < 1", Beta2);
        Require(Epsilon > 0 && float.IsFinite(Epsilon), "epsilon", "a positive number", Epsilon);
        RequireName(Schedule, "schedule", RateSchedule.Names);
        RequireName(ScheduleG, "schedule-g", [Same, .. RateSchedule.Names]);
        RequireName(ScheduleD, "schedule-d", [Same, .. RateSchedule.Names]);
        Require(Warmup is >= 0 and <= 10_000_000, "warmup", "0 (none) to 10,000,000 steps", Warmup);
        Require(DiscriminatorSteps is >= 1 and <= 100, "discriminator-steps", "1 to 100", DiscriminatorSteps);
        Require(Unroll is >= 0 and <= 20, "unroll", "0 (not) to 20", Unroll);
        Require(L1 >= 0 && float.IsFinite(L1), "l1", "0 or more", L1);
        Require(L2 >= 0 && float.IsFinite(L2), "l2", "0 or more", L2);
        Require(Reconstruction >= 0 && float.IsFinite(Reconstruction), "reconstruction", "0 (off) or a positive weight", Reconstruction);
        Require(Identity >= 0 && float.IsFinite(Identity), "identity", "0 (off) or a positive share", Identity);
        Require(Perceptual >= 0 && float.IsFinite(Perceptual), "perceptual", "0 (off) or a positive weight", Perceptual);
        Require(Adversarial >= 0 && float.IsFinite(Adversarial), "adversarial", "0 (off) or a positive weight", Adversarial);
        Require(Enum.IsDefined(Update), "update", "alternating or simultaneous", (int)Update);
        Require(Simd is 0 or 128 or 256 or 512, "simd", "0 (the processor's widest), 128, 256 or 512", Simd);
        Require(Threads is >= 0 and <= 1024, "threads", "0 (one per core) to 1024", Threads);
        Require(SampleCount is >= 1 and <= 10000, "sample-count", "1 to 10,000", SampleCount);
        if (Update == UpdateOrder.Simultaneous && (DiscriminatorSteps > 1 || !FreezeDiscriminator))
            throw new InputException(
                "Simultaneous updates move each player once a step with its own loss; use --update alternating with --discriminator-steps "
                + "or --freeze-discriminator false.");
        if (Unroll > 0 && (Update == UpdateOrder.Simultaneous || !FreezeDiscriminator))
            throw new InputException(
                "--unroll looks ahead of the discriminator in the generator's own step, and leaves the discriminator as it is; use "
                + "--update alternating with --freeze-discriminator true.");
        if (Unroll > 0 && ClipWeights + ClipGradients > 0)
            throw new InputException("The updates of --unroll clip nothing; leave out --clip-weights and --clip-gradients, or --unroll.");
        if (ReuseNoise && DiscriminatorSteps > 1)
            throw new InputException(
                "--reuse-noise has one batch of noise a step; it cannot be combined with --discriminator-steps above 1.");
        if (Batch % Pack != 0)
            throw new InputException($"--pack {Pack} joins that many samples; --batch {Batch} must be a multiple of it.");
        Pairing.Catalog.Find(Pairs);
        CheckData();
        CheckPairs();
        CheckColumns();
        CheckTeacher();
        CheckCodes();
        CheckBeginning();
        CheckCaptions();
        IReadOnlyList<string> networks = GanModel.Catalog.Find(Model).NetworkChoices;
        Require(networks.Contains(Networks), "networks", $"{string.Join(", ", networks)} for model {Model}", $"'{Networks}'");
        IReadOnlyList<Normalization> norms = GanModel.Catalog.Find(Model).DiscriminatorNorms;
        Require(
            norms.Contains(NormD), "norm-d", $"{string.Join(", ", norms).ToLowerInvariant()} for model {Model}",
            $"'{NormD}'".ToLowerInvariant());
        Require(Enum.IsDefined(Minibatch), "minibatch", "none, discrimination or stddev", (int)Minibatch);
        if (ClipWeights > 0 && NormD.IsOfWeights())
            throw new InputException(
                $"--clip-weights bounds the stored weights, which --norm-d {NormD.ToString().ToLowerInvariant()} rescales; "
                + $"leave one of them out.");
        if (adapts && transforms.Count == 0)
            throw new InputException(
                "--ada controls how often the transforms of --augment are applied" + (FindModel().JudgesImages
                    ? "; add --augment translation,cutout,brightness,contrast."
                    : $", which change images, and the discriminator of model {Model} judges none; leave it out."));
        if (!FindModel().JudgesImages && transforms.FirstOrDefault(t => t.NeedsImages) is Transform ofImages)
            throw new InputException(
                $"--augment {ofImages.Name} changes images, and the discriminator of model {Model} judges none; leave it out, or choose "
                + "another --model.");
        if (!objective.HasTargets && LabelSmoothing + LabelSmoothingFake + FlipLabels > 0)
            throw new InputException(
                $"--loss {Loss} has no target outputs to smooth or flip; leave out --label-smoothing, --label-smoothing-fake and "
                + $"--flip-labels, or choose {Join(Objective.Catalog.All.Where(o => o.HasTargets))}.");
        if (objective.NeedsBoundedDiscriminator && penalties.Count == 0 && ClipWeights == 0 && NormD != Normalization.Spectral)
            throw new InputException(
                $"--loss {Loss} needs a bounded discriminator: add --penalty wgan-gp or --norm-d spectral, or --clip-weights 0.01 as "
                + "published.");
        GanModel[] able = [.. GanModel.Catalog.All.Where(m => m.Conditions.Any(c => c.Name == condition.Name))];
        string[] fitting =
            [.. GanModel.Catalog.Find(Model).Conditions.Where(c => c.TakesLabels).Select(c => c.Name)];
        if (!Array.Exists(able, m => m.Name == Model))
            throw new InputException(
                $"Model {Model} has no place for labels of --condition {Condition}; choose "
                + (fitting.Length > 0 ? $"--condition {string.Join(" or ", fitting)}, or " : "")
                + $"--model {string.Join(" or ", able.Select(m => m.Name))}.");
        if (condition.TakesLabels && Pack > 1)
            throw new InputException(
                $"--pack {Pack} joins samples of several classes into one, which then has no label; leave out --pack or --condition.");
        if (objective is FeatureMatching && condition is Projection)
            throw new InputException(
                $"--loss {Loss} trains the generator by features that do not depend on the label under --condition {Condition}; choose "
                + "another --loss, or --condition cgan.");
        if (Minibatch != MinibatchFeatures.None && condition is AcGan or Projection)
            throw new InputException(
                $"--minibatch {Minibatch.ToString().ToLowerInvariant()} widens the discriminator's last layer, in whose place --condition "
                + $"{Condition} has one of its own; choose --condition cgan, or --minibatch none.");
        if (Grow > 0 && GanModel.Catalog.Find(Model).Resolutions == 1)
            throw new InputException(
                $"--grow: the networks of model {Model} do not grow; leave it out, or choose --model "
                + $"{string.Join(" or ", GanModel.Catalog.All.Where(m => m.Resolutions > 1).Select(m => m.Name))}.");
        if (Classes > 0 && !condition.TakesLabels)
            throw new InputException("--classes is for networks that take labels; add --condition, or leave it out.");
        return this;

        static string Join(IEnumerable<Objective> objectives) => string.Join(" or ", objectives.Select(o => o.Name));
    }

    private void CheckPairs()
    {
        GanModel model = GanModel.Catalog.Find(Model);
        var translation = model as TranslationModel;
        bool learnsPairs = translation != null;
        string models = string.Join(" or ", GanModel.Catalog.All.OfType<TranslationModel>().Select(m => m.Name));
        if (!learnsPairs && Teacher.Length == 0 && Reconstruction > 0)
            throw new InputException(
                $"--reconstruction compares the generator's outputs with those of pairs, and model {Model} learns none; choose --model "
                + $"{models}, or leave it out.");
        if (translation is null or { LearnsPairs: false } && Perceptual > 0)
            throw new InputException(
                $"--perceptual compares the generator's outputs with those of pairs, and model {Model} learns none; leave it out.");
        if (model.DefaultPairs == null && Pairs != Pairing.Catalog.All[0].Name)
            throw new InputException(
                $"--pairs: model {Model} learns no pairs; choose --model "
                + $"{string.Join(" or ", GanModel.Catalog.All.Where(m => m.DefaultPairs != null).Select(m => m.Name))}, or leave it out.");
        bool needsPairs = translation is null or { LearnsPairs: true };
        if (Identity > 0 && (needsPairs || Reconstruction == 0))
            throw new InputException(
                $"--identity is a share of --reconstruction in a model that learns without pairs, {WithoutPairs()}; leave it out, or give "
                + "both.");
        if (!model.Takes(Pairing.Catalog.Find(Pairs)) && (!needsPairs || Pairing.Catalog.Find(Pairs).Matches))
            throw new InputException(
                $"--pairs {Pairs}: model {Model} learns from pairs of another form; choose --pairs "
                + $"{string.Join(" or ", Pairing.Catalog.All.Where(model.Takes).Select(p => p.Name))}, or another --model.");
        if (needsPairs && !Pairing.Catalog.Find(Pairs).Matches)
            throw new InputException(
                $"--pairs {Pairs} has no pairs, and model {Model} learns from pairs; choose --model {WithoutPairs()}, or another --pairs.");
        if (Adversarial == 0 && ((Reconstruction == 0 && Perceptual == 0) || Student == StudentBeginning.Alone))
            throw new InputException("--adversarial 0 leaves the generator nothing to learn from; give it a weight, or --reconstruction.");
        if (!ScoreEvery.IsNever && !KeepsImages)
            throw new InputException(
                $"--score-every: --pairs {Pairs} changes the images of {Data}, whose scores would say nothing of its outputs; leave it "
                + "out.");
        if (learnsPairs && LatentSize > 0)
            throw new InputException($"--latent-size: model {Model} reads an image in place of noise; leave it out.");
    }

    private void CheckTeacher()
    {
        bool hasWidths = GanModel.Catalog.Find(Model).HasWidths;
        string others = string.Join(" or ", GanModel.Catalog.All.Where(m => m.HasWidths).Select(m => m.Name));
        if (Width != 1 && !hasWidths)
            throw new InputException(
                $"--width: the networks of model {Model} have no other widths; leave it out, or choose --model {others}.");
        Require(Enum.IsDefined(Student), "student", "new, pruned or alone", (int)Student);
        if (Teacher.Length == 0 && Student != StudentBeginning.New)
            throw new InputException("--student is for a generator that has a teacher; give --teacher DIR, or leave it out.");
        if (Teacher.Length > 0 && !hasWidths)
            throw new InputException($"--teacher: model {Model} cannot be distilled; choose a run of --model {others}.");
        if (Learns && Reconstruction == 0)
            throw new InputException(
                "--teacher: --reconstruction is the weight of what the teacher says; give it one above 0, or choose --student alone.");
    }

    private static string WithoutPairs() =>
        string.Join(" or ", GanModel.Catalog.All.OfType<TranslationModel>().Where(m => !m.LearnsPairs).Select(m => m.Name));

    private static void RequireName(string name, string option, IReadOnlyList<string> names) =>
        Require(names.Contains(name), option, string.Join(", ", names), $"'{name}'");

    private static void Require(bool holds, string option, string expected, object got)
    {
        if (!holds)
            throw new InputException($"--{option}: expected {expected}, got {FormattableString.Invariant($"{got}")}.");
    }
}
