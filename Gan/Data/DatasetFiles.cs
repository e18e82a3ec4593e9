namespace GanFromScratch.Gan.Data;

/// <summary>Which half of a data set: the training images or the test images.</summary>
public enum DatasetPart
{
    Train,
    Test,
}

/// <summary>One of the four files of a MNIST-like data set, and the published MD5 of its uncompressed bytes.</summary>
internal sealed record DatasetFile(string Name, DatasetPart Part, bool HoldsLabels, string Md5);

/// <summary>A data set that is known by name.</summary>
/// <param name="Name">What the command line calls it, and the folder it lies in.</param>
/// <param name="Title">Its name in the literature.</param>
/// <param name="Advice">How to get it.</param>
/// <param name="ClassNames">A name for each class, or null where classes are digits.</param>
/// <param name="Files">Its four files.</param>
internal sealed record KnownDataset(string Name, string Title, string Advice, string[]? ClassNames, DatasetFile[] Files)
{
    internal static KnownDataset Mnist { get; } = new(
        "mnist",
        "MNIST (LeCun, Cortes, Burges)",
        "it comes with the program, so restore its folder Data/mnist, or set GAN_DATA to a folder that holds mnist/",
        null,
        Four(
            trainImages: "6bbc9ace898e44ae57da46a324031adb", trainLabels: "a25bea736e30d166cdddb491f175f624",
            testImages: "2646ac647ad5339dbf082846283269ea", testLabels: "27ae3e4e09519cfbb04c329615203637"));

    internal static KnownDataset FashionMnist { get; } = new(
        "fashion-mnist",
        "Fashion-MNIST (Xiao, Rasul, Vollgraf)",
        "on Debian install the package dataset-fashion-mnist, elsewhere set GAN_DATA to a folder that holds fashion-mnist/ with the four " +
        "files of github.com/zalandoresearch/fashion-mnist",
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
        Four(
            trainImages: "f4a8712d7a061bf5bd6d2ca38dc4d50a", trainLabels: "9018921c3c673c538a1fc5bad174d6f9",
            testImages: "8181f5470baa50b63fa0f6fddb340f0a", testLabels: "15d484375f8d13e6eb1aabb0c3f46965"));

    internal static IReadOnlyList<KnownDataset> All { get; } = [Mnist, FashionMnist];

    /// <summary>The file of a part: its images, or its labels.</summary>
    internal DatasetFile File(DatasetPart part, bool labels) => Array.Find(Files, file => file.Part == part && file.HoldsLabels == labels)!;

    private static DatasetFile[] Four(string trainImages, string trainLabels, string testImages, string testLabels) =>
    [
        new("train-images-idx3-ubyte", DatasetPart.Train, false, trainImages),
        new("train-labels-idx1-ubyte", DatasetPart.Train, true, trainLabels),
        new("t10k-images-idx3-ubyte", DatasetPart.Test, false, testImages),
        new("t10k-labels-idx1-ubyte", DatasetPart.Test, true, testLabels),
    ];
}
