using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Scores.Classifier;
using GanFromScratch.Tests.Layers.Serialization;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Gan.Scores;

public sealed class ClassifierTests
{
    private readonly CpuDevice device = new();

    [OneTimeTearDown]
    public void Close() => device.Dispose();

    /// <summary>
    /// The verb <c>classifier test</c> measures all 10,000; the first half of them is the cleaner one, so this takes some of both.
    /// </summary>
    [TestCase("mnist", 0.99)]
    [TestCase("fashion-mnist", 0.915)]
    public void The_weights_that_come_with_the_program_are_right(string data, double least)
    {
        if (DatasetCatalog.Default.Describe().First(known => known.Name == data).Folder == null)
            Missing.Skip("FASHION_MNIST", $"The data set {data} is not here.");
        ImageSet all = DatasetCatalog.Default.Load(data, DatasetPart.Test);
        ImageSet images = all.Select([.. Enumerable.Range(0, 2000).Select(i => 5 * i)]);
        using ImageClassifier classifier = ClassifierFile.LoadFor(data, device);
        Judgement judgement = classifier.Judge(images.Pixels);
        double right = judgement.Verdicts().Where((verdict, i) => verdict == images.Labels![i]).Count() / (double)images.Count;
        Assert.Multiple(() =>
        {
            Assert.That(right, Is.GreaterThanOrEqualTo(least));
            Assert.That(judgement.Features, Has.Length.EqualTo(2000 * ImageClassifier.Features));
            Assert.That(judgement.Probabilities.Chunk(10).Select(row => row.Sum()), Is.All.EqualTo(1).Within(1e-5));
            Assert.That(new FileInfo(ClassifierFile.PathFor(data)).Length, Is.LessThan(1 << 20));
        });
    }

    [Test]
    public void Images_are_judged_one_by_one()
    {
        ImageSet images = DatasetCatalog.Default.Load("mnist", DatasetPart.Test).Take(260);
        using ImageClassifier classifier = ClassifierFile.LoadFor("mnist", device);
        Judgement together = classifier.Judge(images.Pixels), alone = classifier.Judge(images.Image(255));
        Assert.That(together.Features[(255 * 64)..(256 * 64)], Is.EqualTo(alone.Features).Within(1e-4));
    }

    [Test]
    public void It_learns_and_what_was_saved_judges_the_same()
    {
        using var folder = new TemporaryFolder();
        ImageSet images = DatasetCatalog.Default.Load("mnist").Take(2000), others = DatasetCatalog.Default.Load(
            "mnist", DatasetPart.Test).Take(200);
        using var classifier = new ImageClassifier(device, seed: 1);
        using (var training = new ClassifierTraining(classifier, images, ClassifierTraining.StepsOf(epochs: 3, images), seed: 1))
        {
            float first = training.Epoch();
            training.Epoch();
            Assert.That(training.Epoch(), Is.LessThan(first / 2));
        }

        Judgement judgement = classifier.Judge(others.Pixels);
        Assert.That(judgement.Verdicts().Where((verdict, i) => verdict == others.Labels![i]).Count(), Is.GreaterThan(170), "of 200");

        string path = Path.Combine(folder.Path, "weights.safetensors");
        ClassifierFile.Save(path, classifier, "mnist", 3, 1, 0.5);
        using ImageClassifier loaded = ClassifierFile.Load(path, device);
        Assert.That(loaded.Judge(others.Pixels).Probabilities, Is.EqualTo(judgement.Probabilities));
    }

    [Test]
    public void Other_files_and_other_data_are_refused()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "other.safetensors");
        GanFromScratch.Layers.Serialization.SafeTensors.Save(
            path, new Dictionary<string, GanFromScratch.Layers.Serialization.SafeTensor>());
        Assert.Multiple(() =>
        {
            Assert.That(
                () => ClassifierFile.Load(path, device),
                Throws.InstanceOf<InputException>().With.Message.Contains("gan-classifier-1, got none"));
            Assert.That(
                () => ClassifierFile.Check("faces"),
                Throws.InstanceOf<InputException>().With.Message.Contains("'faces'").And.Message.Contains("mnist, fashion-mnist"));
        });
    }
}
